import type { House } from '../context.js';
import { isObject, type JsonObject, parseJson } from '../json.js';
import { commandPayload } from '../outbound/payloads.js';
import { postReply, replyRefusal } from '../outbound/reply-message.js';
import { failureCode, fine, type Outcome } from '../outbound/result.js';
import { notify } from '../state/messages.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { issueTrigger } from '../state/triggers.js';

export interface Typed {
  readonly user: string;
  readonly channel: string;
  /** The whole line, as typed: /imapp upgrade 1400000001. */
  readonly line: string;
}

/** Runs a slash command as Slack does, and shows the person what became of it. */
export async function runCommand(house: House, typed: Typed): Promise<Outcome> {
  const [command = '', ...words] = typed.line.trim().split(' ');
  const text = words.join(' ').trim();
  if (house.commands.length > 0 && !house.commands.some((each) => each.command === command)) {
    return tell(house, typed, { code: 'invalid_command', text: `${command} is not a valid command.` });
  }
  const answer = await house.deliver({
    kind: 'commands',
    payload: payloadFor(house, typed, { command, text }),
    answerable: true,
  });
  const code = failureCode(answer);
  if (code !== undefined) return tell(house, typed, failed(command, code));
  const body = answer.got === 'answer' ? answer.body : '';
  return showAnswer(house, typed, { command, body });
}

function payloadFor(house: House, typed: Typed, said: { command: string; text: string }): JsonObject {
  const { user, channel, line } = typed;
  const now = house.wallClock();
  const key = house.store.apply((state) => issueResponseUrl(state, { user, channel, line, issuedAt: now }));
  const triggerId = house.store.apply((state) => issueTrigger(state, user, now));
  const responseUrl = `${house.url()}/hooks/${key}`;
  return commandPayload(house.store.state(), { user, channel, ...said, responseUrl, triggerId });
}

function showAnswer(house: House, typed: Typed, given: { command: string; body: string }): Outcome {
  if (given.body.trim() === '') return fine;
  const parsed = parseJson(given.body);
  const body: JsonObject = isObject(parsed) ? parsed : { text: given.body };
  if (Object.keys(body).length === 0) return fine;
  if (replyRefusal(house, body) !== undefined) {
    return tell(house, typed, failed(given.command, 'invalid_command_response'));
  }
  postReply(house, { ...typed, body });
  return fine;
}

function failed(command: string, code: string): { code: string; text: string } {
  return { code, text: `${command} failed with the error "${code}"` };
}

function tell(house: House, typed: Typed, said: { code: string; text: string }): Outcome {
  const notice = { at: house.now(), channel: typed.channel, ...said };
  house.store.change((state) => notify(state, typed.user, notice));
  return { ok: false, ...said };
}
