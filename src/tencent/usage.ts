import { z } from 'zod';
import type { metrics } from '../domain/catalogue/metrics.js';
import { createTencentClient, type TencentAnswer, type VendorApp } from './client.js';
import type { TencentError } from './errors.js';
import type { Clock } from './rate-limiter.js';
import { insideBeijingDay } from './vendor-day.js';
import { wholeNumber } from './whole-number.js';

/** The metrics that the vendor's API has. All others (contacts, members, months) must be reported by the HTTP API. */
type VendorMetric = Extract<
  keyof typeof metrics,
  'dailyActiveUsers' | 'registeredUsers' | 'peakGroups' | 'dailyNetGroupIncrease' | 'avChatRooms' | 'nonAvGroups'
>;

/** `at` is ISO 8601 in UTC: now, or an instant within the Beijing day of the value. */
interface VendorReading {
  readonly sdkAppId: number;
  readonly metric: VendorMetric;
  readonly value: number;
  readonly at: string;
}

/** The readings, oldest first; and the problem if some could not be read. */
interface VendorUsage {
  readonly readings: readonly VendorReading[];
  readonly problem: TencentError | null;
}

type Reading = Omit<VendorReading, 'sdkAppId'>;

const fields = {
  LoginUserNum: wholeNumber.optional(),
  RegistUserNumTotal: wholeNumber.optional(),
  GroupAllGroupNum: wholeNumber.optional(),
  GroupNewGroupNum: wholeNumber.optional(),
  GroupDestroyGroupNum: wholeNumber.optional(),
};
const day = z.object({ Date: z.string().regex(/^\d{8}$/), ...fields });
type Day = z.infer<typeof day>;

const dailyRequest = {
  command: 'openconfigsvr/getappinfo',
  body: { RequestField: Object.keys(day.shape) },
  // An app without data has no `Result`.
  answer: z.object({ Result: z.array(day).default([]) }),
};

const groupListCommand = 'group_open_http_svc/get_appid_group_list';
const groupListRequest = { command: groupListCommand, answer: z.object({ TotalCount: wholeNumber }) };
const avChatRoomsRequest = { ...groupListRequest, body: { Limit: 1, Next: 0, GroupType: 'AVChatRoom' } };
const allGroupsRequest = { ...groupListRequest, body: { Limit: 1, Next: 0 } };

/**
 * Reads the usage of an app with three calls of the vendor's REST API. Stops at the first problem and returns what it has;
 * the next run returns the same readings again.
 * Sources: the vendor's "Pulling Operations Data" and "Getting All Groups in an App".
 */
export function createUsageReader(clock: Clock, timeoutMs = 10_000): (app: VendorApp) => Promise<VendorUsage> {
  const call = createTencentClient(clock, timeoutMs);
  const readGroups = async (app: VendorApp): Promise<TencentAnswer<Reading[]>> => {
    const rooms = await call(app, avChatRoomsRequest, groupListCommand);
    if ('problem' in rooms) return rooms;
    const all = await call(app, allGroupsRequest, groupListCommand);
    if ('problem' in all) return all;
    return { value: groupReadings(rooms.value.TotalCount, all.value.TotalCount, new Date(clock.now())) };
  };
  const readDays = async (app: VendorApp): Promise<TencentAnswer<Reading[]>> => {
    const answer = await call(app, dailyRequest);
    return 'problem' in answer ? answer : { value: dayReadings(answer.value.Result, new Date(clock.now())) };
  };
  return async (app) => {
    const readings: VendorReading[] = [];
    for (const step of [readDays, readGroups]) {
      const answer = await step(app);
      if ('problem' in answer) return { readings, problem: answer.problem };
      readings.push(...answer.value.map((reading) => ({ sdkAppId: app.sdkAppId, ...reading })));
    }
    return { readings, problem: null };
  };
}

/**
 * Decision: the vendor's count of all groups, live rooms included, is what it bills as peak groups; `nonAvGroups` cannot be
 * derived from it. On a day with more groups deleted than created, the net increase is 0.
 */
function dayReadings(days: readonly Day[], now: Date): Reading[] {
  return days
    .toSorted((one, other) => one.Date.localeCompare(other.Date))
    .flatMap((row) => {
      const at = insideBeijingDay(row.Date, now)?.toISOString();
      if (at === undefined) return [];
      const { GroupNewGroupNum: created, GroupDestroyGroupNum: destroyed } = row;
      const values: [VendorMetric, number | undefined][] = [
        ['dailyActiveUsers', row.LoginUserNum],
        ['registeredUsers', row.RegistUserNumTotal],
        ['peakGroups', row.GroupAllGroupNum],
        [
          'dailyNetGroupIncrease',
          created === undefined || destroyed === undefined ? undefined : Math.max(0, created - destroyed),
        ],
      ];
      return values.flatMap(([metric, value]) => (value === undefined ? [] : [{ metric, value, at }]));
    });
}

/** The current number of groups. Not below 0, although rooms may be created between the two calls. */
function groupReadings(rooms: number, all: number, now: Date): Reading[] {
  const at = now.toISOString();
  return [
    { metric: 'avChatRooms', value: rooms, at },
    { metric: 'nonAvGroups', value: Math.max(0, all - rooms), at },
  ];
}
