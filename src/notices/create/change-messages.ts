import type { Change } from '../../changes/change.js';
import { type Language, languageOf } from '../../i18n/language.js';
import { slackError } from '../../slack/client.js';
import type { SlackContext } from '../../slack/context.js';
import { classifyError } from '../../slack/errors.js';
import { isUser } from '../../slack/render/translator.js';
import type { NewNotice, Outbox } from '../outbox.js';

/** Where messages go that nobody asked for at this moment. */
export interface MessageChannels {
  readonly approvalsChannel?: string;
  readonly approvers: readonly string[];
  readonly admins: readonly string[];
  readonly noticesChannel?: string;
  readonly defaultLanguage: Language;
}

interface ChangeMessageDeps {
  readonly context: SlackContext;
  readonly outbox: Outbox;
  readonly channels: MessageChannels;
}

/**
 * Puts what a change is to people into the outbox: the request for the approvers, the word to its author, the line for
 * the team; and has what was said about it say how it stands now. May run as often as it likes. Throws where trying
 * again later can help.
 */
export function createChangeMessages(parts: ChangeMessageDeps): (change: Change) => Promise<void> {
  return async (change) => {
    if (change.state === 'proposed') return;
    const asked = await forApprovers(parts, change);
    await parts.outbox.add([...asked, ...forAuthor(parts, change), ...forTeam(parts, change)]);
    const wasAsked = change.policy.approval !== 'none' && change.state !== 'awaiting';
    if (wasAsked) await parts.outbox.updateChangeMessages(change.id, ['approval', 'approval-reminder']);
  };
}

function occasion({ channels }: ChangeMessageDeps, change: Change, kind: string): Omit<NewNotice, 'channel'> {
  const app = change.before ?? change.agreedPlan.updates[0]?.after;
  return {
    dedupeKey: `${kind}:${change.id}`,
    kind,
    sdkAppId: change.sdkAppId,
    language: languageOf(app?.language ?? undefined, channels.defaultLanguage),
    payload: { change: change.id },
  };
}

/** The request, once in each place. */
async function forApprovers(parts: ChangeMessageDeps, change: Change): Promise<NewNotice[]> {
  if (change.policy.approval === 'none') return [];
  const places = await approvalPlaces(parts, change);
  const it = occasion(parts, change, 'approval');
  return places.map((channel) => ({ ...it, dedupeKey: `${it.dedupeKey}:${channel}`, channel }));
}

/** The approvals channel; where there is none, everybody who may approve, other than the author. */
async function approvalPlaces(
  { context, channels }: ChangeMessageDeps,
  { author }: Change,
): Promise<readonly string[]> {
  if (channels.approvalsChannel !== undefined) return [channels.approvalsChannel];
  const ids = [...channels.approvers, ...channels.admins];
  const members = await Promise.all(ids.filter((id) => !isUser(id)).map((group) => membersOf(context, group)));
  return [...new Set([...ids.filter(isUser), ...members.flat()])].filter((id) => id !== author);
}

/** A group that Slack does not tell of (it was removed, or groups are no longer paid for) keeps nobody else from being asked. */
async function membersOf({ client, log }: SlackContext, group: string): Promise<readonly string[]> {
  try {
    return await client.membersOf(group);
  } catch (error) {
    const fate = classifyError(error);
    if (fate === null || fate === 'passing') throw error;
    log.error(
      { err: error, group, slack: slackError(error) },
      'user group unknown: its members are not asked to approve',
    );
    return [];
  }
}

function forAuthor(parts: ChangeMessageDeps, change: Change): NewNotice[] {
  const { policy, state, author, decidedBy } = change;
  if (policy.approval === 'none' || state === 'awaiting' || decidedBy === author || !isUser(author)) return [];
  return [{ ...occasion(parts, change, 'decision'), channel: author }];
}

function forTeam(parts: ChangeMessageDeps, change: Change): NewNotice[] {
  const channel = change.agreedPlan.updates[0]?.after.channel ?? parts.channels.noticesChannel;
  if (change.state !== 'applied' || channel === undefined) return [];
  return [{ ...occasion(parts, change, 'applied'), channel }];
}
