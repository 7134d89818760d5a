import { z } from 'zod';
import type { metrics } from '../domain/catalogue/metrics.js';
import { type Answer, createTencentClient, type VendorApp } from './calls.js';
import type { TencentError } from './errors.js';
import type { Clock } from './rate-limiter.js';
import { insideBeijingDay } from './vendor-day.js';
import { wholeNumber } from './whole-number.js';

/** What the vendor tells of an app's usage. Whoever has more (contacts, members, months) reports it by the API. */
type VendorMetric = Extract<
  keyof typeof metrics,
  'dailyActiveUsers' | 'registeredUsers' | 'peakGroups' | 'dailyNetGroupIncrease' | 'avChatRooms' | 'nonAvGroups'
>;

/** `at` is ISO 8601 in UTC: now, or an instant inside the Beijing day that the value is of. */
interface VendorReading {
  readonly sdkAppId: number;
  readonly metric: VendorMetric;
  readonly value: number;
  readonly at: string;
}

/** All that could be read, oldest first; and why the rest could not. */
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

const daily = {
  command: 'openconfigsvr/getappinfo',
  body: { RequestField: Object.keys(day.shape) },
  // An app of which there is nothing to tell yet has no result.
  answer: z.object({ Result: z.array(day).default([]) }),
};

const groupList = 'group_open_http_svc/get_appid_group_list';
const groups = { command: groupList, answer: z.object({ TotalCount: wholeNumber }) };
const rooms = { ...groups, body: { Limit: 1, Next: 0, GroupType: 'AVChatRoom' } };
const allGroups = { ...groups, body: { Limit: 1, Next: 0 } };

/**
 * Reads what an app uses: three calls of the vendor's REST API, paced and repeated as `openCalls` says, with `timeout`
 * milliseconds for each. It stops at the first problem and gives what it has; the same readings come again the next time.
 * Sources: the vendor's "Pulling Operations Data" and "Getting All Groups in an App".
 */
export function createUsageReader(clock: Clock, timeout = 10_000): (app: VendorApp) => Promise<VendorUsage> {
  const call = createTencentClient(clock, timeout);
  const live = async (app: VendorApp): Promise<Answer<Reading[]>> => {
    const inRooms = await call(app, rooms, groupList);
    if ('problem' in inRooms) return inRooms;
    const inAll = await call(app, allGroups, groupList);
    if ('problem' in inAll) return inAll;
    return { value: groupReadings(inRooms.value.TotalCount, inAll.value.TotalCount, new Date(clock.now())) };
  };
  const ofDays = async (app: VendorApp): Promise<Answer<Reading[]>> => {
    const answer = await call(app, daily);
    return 'problem' in answer ? answer : { value: dayReadings(answer.value.Result, new Date(clock.now())) };
  };
  return async (app) => {
    const readings: VendorReading[] = [];
    for (const step of [ofDays, live]) {
      const answer = await step(app);
      if ('problem' in answer) return { readings, problem: answer.problem };
      readings.push(...answer.value.map((reading) => ({ sdkAppId: app.sdkAppId, ...reading })));
    }
    return { readings, problem: null };
  };
}

/**
 * The daily figures. Decision: the vendor's count of all groups, live rooms among them, is what its peak groups are
 * charged by, and says nothing about `nonAvGroups`. A day on which more groups went than came has no net increase.
 */
function dayReadings(days: readonly Day[], now: Date): Reading[] {
  return days
    .toSorted((one, other) => one.Date.localeCompare(other.Date))
    .flatMap((row) => {
      const at = insideBeijingDay(row.Date, now)?.toISOString();
      if (at === undefined) return [];
      const { GroupNewGroupNum: came, GroupDestroyGroupNum: went } = row;
      const values: [VendorMetric, number | undefined][] = [
        ['dailyActiveUsers', row.LoginUserNum],
        ['registeredUsers', row.RegistUserNumTotal],
        ['peakGroups', row.GroupAllGroupNum],
        ['dailyNetGroupIncrease', came === undefined || went === undefined ? undefined : Math.max(0, came - went)],
      ];
      return values.flatMap(([metric, value]) => (value === undefined ? [] : [{ metric, value, at }]));
    });
}

/** How many groups there are now. Between the two calls rooms may have opened: there are never fewer than none. */
function groupReadings(inRooms: number, inAll: number, now: Date): Reading[] {
  const at = now.toISOString();
  return [
    { metric: 'avChatRooms', value: inRooms, at },
    { metric: 'nonAvGroups', value: Math.max(0, inAll - inRooms), at },
  ];
}
