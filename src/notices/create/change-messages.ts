import type { Change } from '../../changes/change.js';
import { isSlackUser } from '../../domain/slack-ids.js';
import { type Language, languageOf } from '../../i18n/language.js';
import { type ChangeNoticeKindId, kindsWhere } from '../kinds.js';
import type { NewNotice, Outbox } from '../outbox.js';

export interface ChangeMessageSettings {
  /** Gets the messages about applied changes of apps that have no channel of their own. */
  readonly noticesChannel?: string;
  readonly defaultLanguage: Language;
}

const updatedByDecision = kindsWhere((traits) => traits.about === 'change' && traits.updatedByDecision);

interface ChangeMessageDeps {
  readonly outbox: Outbox;
  readonly settings: ChangeMessageSettings;
  /** The channels and users to ask for an approval. */
  approvers(change: Change): Promise<readonly string[]>;
}

/** A channel that the bot cannot post to, and Slack's reason. */
export interface RefusedChannel {
  readonly channel: string;
  readonly error: string;
}

/**
 * Adds the messages about a change to the outbox: the request for the approvers, the decision for the author, the
 * result for the team; and has earlier messages about it updated. Idempotent. Throws when retrying can help.
 */
export function createChangeMessages(deps: ChangeMessageDeps): (change: Change) => Promise<void> {
  return async (change) => {
    if (change.state === 'proposed') return;
    const requests = await forApprovers(deps, change);
    await deps.outbox.add([...requests, ...forAuthor(deps, change), ...forTeam(deps, change)]);
    const isDecided = change.policy.approval !== 'none' && change.state !== 'pending';
    if (isDecided) await deps.outbox.updateChangeMessages(change.id, updatedByDecision);
  };
}

/**
 * Asks each approver directly, because a channel with the request cannot be posted to, and tells the author. Returns how
 * many were asked. Idempotent. Throws when retrying can help.
 */
export function createRequestRedirect(
  deps: ChangeMessageDeps,
): (change: Change, refused: RefusedChannel) => Promise<number> {
  return async (change, { channel, error }) => {
    const requests = await forApprovers(deps, change);
    const { author } = change;
    const told = { ...newNotice(deps, change, 'approval-redirected'), channel: author };
    const payload = { change: change.id, channel, error, asked: requests.length };
    await deps.outbox.add([...requests, ...(isSlackUser(author) ? [{ ...told, payload }] : [])]);
    return requests.length;
  };
}

function newNotice(
  { settings }: Pick<ChangeMessageDeps, 'settings'>,
  change: Change,
  kind: ChangeNoticeKindId,
): Omit<NewNotice, 'channel'> {
  const app = change.before ?? change.agreedPlan.updates[0]?.after;
  return {
    dedupeKey: `${kind}:${change.id}`,
    kind,
    sdkAppId: change.sdkAppId,
    language: languageOf(app?.language ?? undefined, settings.defaultLanguage),
    payload: { change: change.id },
  };
}

/** One request per recipient. */
async function forApprovers(deps: ChangeMessageDeps, change: Change): Promise<NewNotice[]> {
  if (change.policy.approval === 'none') return [];
  const notice = newNotice(deps, change, 'approval');
  const recipients = await deps.approvers(change);
  return recipients.map((channel): NewNotice => ({ ...notice, dedupeKey: `${notice.dedupeKey}:${channel}`, channel }));
}

function forAuthor(deps: ChangeMessageDeps, change: Change): NewNotice[] {
  const { policy, state, author, decidedBy } = change;
  if (policy.approval === 'none' || state === 'pending' || decidedBy === author || !isSlackUser(author)) return [];
  return [{ ...newNotice(deps, change, 'decision'), channel: author }];
}

function forTeam(deps: ChangeMessageDeps, change: Change): NewNotice[] {
  const channel = change.agreedPlan.updates[0]?.after.channel ?? deps.settings.noticesChannel;
  if (change.state !== 'applied' || channel === undefined) return [];
  return [{ ...newNotice(deps, change, 'applied'), channel }];
}
