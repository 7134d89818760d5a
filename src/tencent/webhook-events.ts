import { z } from 'zod';
import { wholeNumber } from './whole-number.js';

/** The parts of an event that are stored; never a user. */
export type EventData = Readonly<Record<string, string | number>>;

/** The kinds of event that are handled. Every other command is `other`. */
export const vendorEventKinds = [
  'group-full',
  'daily-group-quota',
  'request-over-limit',
  'group-created',
  'group-destroyed',
  'other',
] as const;
type VendorEventKind = (typeof vendorEventKinds)[number];

/** An event of the vendor's webhook. */
export interface VendorEvent {
  /** The same for every delivery of an event, and unique to it. */
  readonly dedupeKey: string;
  readonly sdkAppId: number;
  readonly kind: VendorEventKind;
  readonly data: EventData;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly at: string;
}

/** The kind of a webhook command, and the schema of its body. */
export interface WebhookCommand {
  readonly kind: VendorEventKind;
  readonly data: z.ZodType<EventData>;
}

// No control characters or unpaired surrogates: they do not belong in ids, and PostgreSQL cannot store all of them.
const idString = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,128}$/u);
const group = z.object({ GroupId: idString, Type: idString });
const groupData = group.transform(({ GroupId, Type }) => ({ groupId: GroupId, type: Type }));

/**
 * The commands that are handled, by the vendor's names. Source: the vendor's documents on webhooks ("After a Group Is
 * Full", "Group Creation Daily Net Increase Threshold Alarm Callback", "API Overclocking Alarm Callbacks", "After a Group
 * Is Created", "After a Group Is Disbanded").
 */
export const webhookCommands: ReadonlyMap<string, WebhookCommand> = new Map<string, WebhookCommand>([
  [
    'Group.CallbackAfterGroupFull',
    { kind: 'group-full', data: group.pick({ GroupId: true }).transform(({ GroupId }) => ({ groupId: GroupId })) },
  ],
  [
    'Group.CallbackOnDailyGroupQuotaAlarm',
    {
      kind: 'daily-group-quota',
      data: z
        .object({ QuotaUsed: wholeNumber, Quota: wholeNumber })
        .transform(({ QuotaUsed, Quota }) => ({ used: QuotaUsed, quota: Quota })),
    },
  ],
  [
    'Alert.RequestOverLimit',
    {
      kind: 'request-over-limit',
      data: z
        .object({ ServiceName: idString, Command: idString, Request: wholeNumber, Limit: wholeNumber })
        .transform((event) => ({
          service: event.ServiceName,
          command: event.Command,
          request: event.Request,
          limit: event.Limit,
        })),
    },
  ],
  ['Group.CallbackAfterCreateGroup', { kind: 'group-created', data: groupData }],
  ['Group.CallbackAfterGroupDestroyed', { kind: 'group-destroyed', data: groupData }],
]);
