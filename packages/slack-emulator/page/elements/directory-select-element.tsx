import type { ChannelsSelect, ConversationsSelect, UsersSelect } from '@slack/types';
import type { JSX } from 'preact';
import { humansIn } from '../hooks/directory.js';
import { useSurface } from '../hooks/surface.js';
import { type Desk, useDesk } from '../page-context.js';
import { type Choice, idIn, matching } from '../state/options.js';
import type { ElementProps } from './field.js';
import { SelectFrame } from './select-frame.js';

type DirectorySelect = UsersSelect | ConversationsSelect | ChannelsSelect;

const holds = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
} as const;

/** A menu of people, conversations or channels. */
export function DirectorySelectElement({ element, blockId, field }: ElementProps<DirectorySelect>): JSX.Element {
  const surface = useSurface();
  const desk = useDesk();
  const offered = choicesFor(element, desk);
  const here = (query: string) => matching(offered, query);
  const id = idIn(surface.valueOf({ blockId, actionId: element.action_id ?? '' }));
  const chosen = id === '' ? null : (offered.find((choice) => choice.value === id) ?? { value: id, label: id });
  return (
    <SelectFrame
      element={element}
      blockId={blockId}
      field={field}
      chosen={chosen}
      source={{ here }}
      holds={holds[element.type]}
    />
  );
}

function choicesFor(element: DirectorySelect, { directory, screen }: Desk): readonly Choice[] {
  if (element.type === 'users_select') {
    return humansIn(directory).map((person) => ({ value: person.id, label: person.realName }));
  }
  const kinds = kindsOf(element);
  return screen.conversations
    .filter((conversation) => kinds.includes(conversation.kind))
    .map((conversation) => ({ value: conversation.id, label: conversation.name }));
}

function kindsOf(element: ConversationsSelect | ChannelsSelect): readonly string[] {
  if (element.type === 'channels_select') return ['public'];
  const { include, exclude_bot_users: withoutBots } = element.filter ?? {};
  const kinds = include ?? ['public', 'private', 'im'];
  return withoutBots === true ? kinds.filter((kind) => kind !== 'im') : kinds;
}
