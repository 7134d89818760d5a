import { z } from 'zod';
import { wholeNumber } from './whole-number.js';

/** What of an event matters to us; never who did it. */
export type EventData = Readonly<Record<string, string | number>>;

/** The kinds of event that mean something here. Every other command is `other`. */
export const vendorEventKinds = [
  'group-full',
  'daily-group-quota',
  'request-over-limit',
  'group-created',
  'group-destroyed',
  'other',
] as const;
type VendorEventKind = (typeof vendorEventKinds)[number];

/** Something that happened at the vendor, told by its webhook. */
export interface VendorEvent {
  /** The same for every delivery of one event, and another for another event. */
  readonly dedupeKey: string;
  readonly sdkAppId: number;
  readonly kind: VendorEventKind;
  readonly data: EventData;
  /** An ISO instant in UTC, with milliseconds. */
  readonly at: string;
}

/** How the body of a command is read. */
export interface Command {
  readonly kind: VendorEventKind;
  readonly data: z.ZodType<EventData>;
}

// Line breaks and broken characters do not belong into ids, and no database takes them all.
const word = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,128}$/u);
const group = z.object({ GroupId: word, Type: word });
const groupData = group.transform(({ GroupId, Type }) => ({ groupId: GroupId, type: Type }));

/**
 * The commands that matter, by the vendor's names. Source: the vendor's public documents on webhooks ("After a Group Is
 * Full", "Group Creation Daily Net Increase Threshold Alarm Callback", "API Overclocking Alarm Callbacks", "After a Group
 * Is Created", "After a Group Is Disbanded").
 */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
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
        .object({ ServiceName: word, Command: word, Request: wholeNumber, Limit: wholeNumber })
        .transform((it) => ({ service: it.ServiceName, command: it.Command, request: it.Request, limit: it.Limit })),
    },
  ],
  ['Group.CallbackAfterCreateGroup', { kind: 'group-created', data: groupData }],
  ['Group.CallbackAfterGroupDestroyed', { kind: 'group-destroyed', data: groupData }],
]);
