import type { ChangeNews } from '../changes/news.js';
import type { Change } from '../changes/outcome.js';
import type { Said } from '../changes/said.js';
import type { Interpreter } from '../i18n/interpreter.js';
import { type Language, languageOf } from '../i18n/language.js';
import type { Operation } from '../operations/operation.js';
import { type Counter, operationNamed } from './counter.js';
import { isUser, voiceForAll } from './draw/medium.js';
import { appliedMessage, approvalMessage, decisionMessage } from './draw/messages.js';
import type { People } from './people.js';
import { isPermanent } from './web.js';

/** Where messages go that nobody asked for at this moment. */
export interface Channels {
  readonly approvalsChannel?: string;
  readonly approvers: readonly string[];
  readonly admins: readonly string[];
  readonly noticesChannel?: string;
  readonly defaultLanguage: Language;
}

interface Parts {
  readonly counter: Counter;
  readonly people: People;
  readonly said: Said;
  readonly interpreter: Interpreter;
  readonly channels: Channels;
}

/**
 * Brings Slack in line with a change as it stands now: the request in the approvals channel, its outcome, the word to
 * its author, the line for the team. May run as often as it likes. Throws where trying again later can help; what
 * Slack refuses for good is logged and left.
 */
export function deliverer(parts: Parts): (news: ChangeNews) => Promise<void> {
  const { counter } = parts;
  return async ({ change: id }) => {
    const change = await counter.corridor.look(id);
    const operation = change && operationNamed(counter, change.operation);
    if (!change || !operation || change.state === 'proposed') return;
    for (const step of [tellApprovers, tellAuthor, tellTeam]) {
      try {
        await step(parts, operation, change);
      } catch (error) {
        if (!isPermanent(error)) throw error;
        counter.log.error({ err: error, change: id, step: step.name }, 'Slack refuses a message for good');
      }
    }
  };
}

function channelVoice({ interpreter, channels }: Parts, change: Change) {
  const app = change.before ?? change.agreed.moves[0]?.after;
  return voiceForAll(interpreter, languageOf(app?.language ?? undefined, channels.defaultLanguage));
}

/** The request, posted once in each place; afterwards its message is edited to say what came of it. */
async function tellApprovers(parts: Parts, operation: Operation, change: Change): Promise<void> {
  if (change.policy.approval === 'none') return;
  const { said, counter } = parts;
  const message = approvalMessage(channelVoice(parts, change), operation, change);
  for (const place of await approvalPlaces(parts, change)) {
    const occasion = `approval:${change.id}:${place}`;
    const spot = await said.find(occasion);
    if (spot) await counter.web.update(spot.channel, spot.ts, message);
    else {
      const channel = isUser(place) ? await counter.web.directMessage(place) : place;
      await said.once(occasion, channel, () => counter.web.post(channel, message));
    }
  }
}

/** The approvals channel; where there is none, everybody who may approve, other than the author. */
async function approvalPlaces({ counter, channels }: Parts, { author }: Change): Promise<readonly string[]> {
  if (channels.approvalsChannel !== undefined) return [channels.approvalsChannel];
  const ids = [...channels.approvers, ...channels.admins];
  const members = await Promise.all(ids.filter((id) => !isUser(id)).map((group) => counter.web.membersOf(group)));
  return [...new Set([...ids.filter(isUser), ...members.flat()])].filter((id) => id !== author);
}

async function tellAuthor({ counter, people, said }: Parts, operation: Operation, change: Change): Promise<void> {
  const { policy, state, author, decidedBy } = change;
  if (policy.approval === 'none' || state === 'awaiting' || decidedBy === author || !isUser(author)) return;
  const { voice } = await people.person(author);
  const message = decisionMessage(voice, counter.operations, operation, change);
  const channel = await counter.web.directMessage(author);
  await said.once(`decision:${change.id}`, channel, () => counter.web.post(channel, message));
}

async function tellTeam(parts: Parts, _operation: Operation, change: Change): Promise<void> {
  const { said, counter, channels } = parts;
  const app = change.agreed.moves[0]?.after;
  const channel = app?.channel ?? channels.noticesChannel;
  if (change.state !== 'applied' || channel === undefined) return;
  const message = appliedMessage(channelVoice(parts, change), counter.operations, change);
  await said.once(`applied:${change.id}`, channel, () => counter.web.post(channel, message));
}
