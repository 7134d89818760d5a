import { useRef } from 'preact/hooks';
import { stringIn } from '../../src/json.js';
import type { Screen } from '../../src/state/user-view.js';
import type { Words } from '../locales/words.js';
import { type Directory, personIn } from './directory.js';

/** A sentence about the newest message of somebody else, for those who hear the page. */
export function useAnnouncement(screen: Screen, directory: Directory, words: Words): string {
  const said = useRef({ person: '', ts: '', text: '' });
  const { id } = screen.user;
  const others = screen.conversations.flatMap((conversation) =>
    conversation.messages.filter((message) => message.author !== id).map((message) => ({ conversation, message })),
  );
  const newest = others.reduce<(typeof others)[number] | undefined>(
    (last, each) => (last === undefined || each.message.ts > last.message.ts ? each : last),
    undefined,
  );
  const ts = newest?.message.ts ?? '';
  // Another person, or a workspace that began anew: there is nothing to say of what was there before.
  if (said.current.person !== id || ts < said.current.ts) said.current = { person: id, ts, text: '' };
  if (newest !== undefined && ts > said.current.ts) {
    const from = personIn(directory, newest.message.author)?.realName ?? newest.message.author;
    const text = stringIn(newest.message.json, 'text') ?? '';
    said.current = { person: id, ts, text: `${words.newMessage(from, newest.conversation.name)}: ${text}` };
  }
  return said.current.text;
}
