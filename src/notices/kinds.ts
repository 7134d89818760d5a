import { devExpiry } from './kinds/dev-expiry/kind.js';
import { disableCountdown } from './kinds/disable-countdown/kind.js';
import { limitError } from './kinds/limit-error/kind.js';
import { limitThreshold } from './kinds/limit-threshold/kind.js';
import { statement } from './kinds/statement/kind.js';
import type { NoticeKind } from './notice.js';

/** Notices about an app: many of one kind in a channel become one digest. */
interface AppNoticeTraits {
  readonly about: 'app';
  /** Its texts. */
  readonly kind: NoticeKind;
  /** It repeats, so it can be snoozed. */
  readonly snoozable: boolean;
  /** Within a group only the most severe notice is delivered. */
  readonly supersedes: boolean;
  /** It counts down to a deadline. Severity 0 is the final notice, which is delivered even while snoozed. */
  readonly countdown?: true;
  /** It is dropped if it was not delivered within so many days. */
  readonly dropAfterDays?: number;
}

/** Notices about a change: each is a message of its own, rendered in slack/render/change-messages.ts. */
interface ChangeNoticeTraits {
  readonly about: 'change';
  /** It is a reply to the message of this kind about the same change. */
  readonly threadOf?: string;
  /** It is not delivered once the change is decided. */
  readonly onlyWhilePending?: true;
  /** It asks for a decision: if its channel cannot be posted to, the approvers are asked directly at once. */
  readonly asksApprovers?: true;
  /** Its message is updated when the change is decided. */
  readonly updatedByDecision?: true;
}

type NoticeTraits = AppNoticeTraits | ChangeNoticeTraits;

/** Every kind of notice with its traits. All code and SQL that treats kinds differently goes by this table. */
export const noticeKinds = {
  'dev-expiry': { about: 'app', kind: devExpiry, snoozable: true, supersedes: true, countdown: true },
  'disable-countdown': { about: 'app', kind: disableCountdown, snoozable: true, supersedes: true, countdown: true },
  'limit-threshold': { about: 'app', kind: limitThreshold, snoozable: true, supersedes: true },
  'limit-error': { about: 'app', kind: limitError, snoozable: true, supersedes: true, dropAfterDays: 1 },
  statement: { about: 'app', kind: statement, snoozable: false, supersedes: false },
  approval: { about: 'change', asksApprovers: true, updatedByDecision: true },
  'approval-reminder': {
    about: 'change',
    threadOf: 'approval',
    onlyWhilePending: true,
    asksApprovers: true,
    updatedByDecision: true,
  },
  'approval-redirected': { about: 'change', onlyWhilePending: true },
  decision: { about: 'change' },
  applied: { about: 'change' },
} as const satisfies Readonly<Record<string, NoticeTraits>>;

export type NoticeKindId = keyof typeof noticeKinds;

type KindsAbout<About extends NoticeTraits['about']> = {
  [Id in NoticeKindId]: (typeof noticeKinds)[Id]['about'] extends About ? Id : never;
}[NoticeKindId];
export type AppNoticeKindId = KindsAbout<'app'>;
export type ChangeNoticeKindId = KindsAbout<'change'>;

const traitsById: ReadonlyMap<string, NoticeTraits> = new Map(Object.entries<NoticeTraits>(noticeKinds));

/** The traits of a kind that was read from the database; null for one that this version does not know. */
export function noticeTraits(id: string): NoticeTraits | null {
  return traitsById.get(id) ?? null;
}

/** The ids of all kinds that fulfil a condition, for SQL. */
export function kindsWhere(condition: (traits: NoticeTraits) => boolean | undefined): string[] {
  return [...traitsById].filter(([, traits]) => condition(traits)).map(([id]) => id);
}

/** The kinds of notices about an app, with their ids. */
export const appNoticeKinds: readonly (AppNoticeTraits & { readonly id: string })[] = [...traitsById].flatMap(
  ([id, traits]) => (traits.about === 'app' ? [{ ...traits, id }] : []),
);
