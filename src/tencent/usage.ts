import { z } from 'zod';
import type { metrics } from '../domain/catalogue/metrics.js';
import { createTencentClient, type TencentAnswer, type VendorApp } from './client.js';
import type { TencentError } from './errors.js';
import type { Clock } from './rate-limiter.js';
import { insideBeijingDay } from './vendor-day.js';
import { countIn } from './whole-number.js';

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

const columns = [
  'LoginUserNum',
  'RegistUserNumTotal',
  'GroupAllGroupNum',
  'GroupNewGroupNum',
  'GroupDestroyGroupNum',
] as const;

/** One bad cell must not spoil the others: cells are read one by one. */
const day = z.looseObject({ Date: z.coerce.string() });
type Day = z.infer<typeof day>;

const dailyRequest = {
  command: 'openconfigsvr/getappinfo',
  body: { RequestField: ['Date', ...columns] },
  // An app without data has no `Result`.
  answer: z.object({ Result: z.array(day).default([]) }),
};

const groupListCommand = 'group_open_http_svc/get_appid_group_list';
const groupListRequest = { command: groupListCommand, answer: z.object({ TotalCount: z.unknown() }) };
const avChatRoomsRequest = { ...groupListRequest, body: { Limit: 1, Next: 0, GroupType: 'AVChatRoom' } };
const allGroupsRequest = { ...groupListRequest, body: { Limit: 1, Next: 0 } };

/** What one call has told: readings, and cells that cannot be read. */
interface Told {
  readonly readings: readonly Reading[];
  readonly badCells: readonly string[];
}

/**
 * Reads the usage of an app with three calls of the vendor's REST API. Stops when a call fails and returns what it has; the
 * next run returns the same readings again. A cell that cannot be read is left out, and named in the problem.
 * Sources: the vendor's "Pulling Operations Data" and "Getting All Groups in an App".
 */
export function createUsageReader(clock: Clock, timeoutMs = 10_000): (app: VendorApp) => Promise<VendorUsage> {
  const call = createTencentClient(clock, timeoutMs);
  const readGroups = async (app: VendorApp): Promise<TencentAnswer<Told>> => {
    const rooms = await call(app, avChatRoomsRequest, groupListCommand);
    if ('problem' in rooms) return rooms;
    const all = await call(app, allGroupsRequest, groupListCommand);
    if ('problem' in all) return all;
    return { value: groupReadings(rooms.value.TotalCount, all.value.TotalCount, new Date(clock.now())) };
  };
  const readDays = async (app: VendorApp): Promise<TencentAnswer<Told>> => {
    const answer = await call(app, dailyRequest);
    return 'problem' in answer ? answer : { value: dayReadings(answer.value.Result, new Date(clock.now())) };
  };
  return async (app) => {
    const { sdkAppId } = app;
    const readings: VendorReading[] = [];
    const badCells: string[] = [];
    for (const step of [readDays, readGroups]) {
      const answer = await step(app);
      if ('problem' in answer) return { readings, problem: answer.problem };
      readings.push(...answer.value.readings.map((reading) => ({ sdkAppId, ...reading })));
      badCells.push(...answer.value.badCells);
    }
    return { readings, problem: badCells.length > 0 ? unreadableCells(sdkAppId, badCells) : null };
  };
}

/** The names of the first bad cells suffice to find the others. */
const maxNamedCells = 5;

function unreadableCells(sdkAppId: number, cells: readonly string[]): TencentError {
  const named = cells.slice(0, maxNamedCells).join(', ');
  const sentence = `The vendor sends ${cells.length} cells that are not counts: ${named}. They are left out.`;
  return { kind: 'unreadable', sdkAppId, errorCode: null, sentence };
}

/**
 * Decision: the vendor's count of all groups, live rooms included, is what it bills as peak groups; `nonAvGroups` cannot be
 * derived from it. On a day with more groups deleted than created, the net increase is 0.
 */
function dayReadings(days: readonly Day[], now: Date): Told {
  const badCells: string[] = [];
  const readings = days
    .toSorted((one, other) => one.Date.localeCompare(other.Date))
    .flatMap((row) => {
      if (!/^\d{8}$/.test(row.Date)) badCells.push('Date');
      const at = insideBeijingDay(row.Date, now)?.toISOString();
      if (at === undefined) return [];
      const count = (column: (typeof columns)[number]): number | undefined => {
        const value = countIn(row[column]);
        if (value === null) badCells.push(`${column} of ${row.Date}`);
        return value ?? undefined;
      };
      const [created, destroyed] = [count('GroupNewGroupNum'), count('GroupDestroyGroupNum')];
      const values: [VendorMetric, number | undefined][] = [
        ['dailyActiveUsers', count('LoginUserNum')],
        ['registeredUsers', count('RegistUserNumTotal')],
        ['peakGroups', count('GroupAllGroupNum')],
        [
          'dailyNetGroupIncrease',
          created === undefined || destroyed === undefined ? undefined : Math.max(0, created - destroyed),
        ],
      ];
      return values.flatMap(([metric, value]) => (value === undefined ? [] : [{ metric, value, at }]));
    });
  return { readings, badCells };
}

/** The current number of groups. Not below 0, although rooms may be created between the two calls. */
function groupReadings(roomsCell: unknown, allCell: unknown, now: Date): Told {
  const at = now.toISOString();
  const [rooms, all] = [countIn(roomsCell) ?? null, countIn(allCell) ?? null];
  const badCells = [...(rooms === null ? ['TotalCount of live rooms'] : []), ...(all === null ? ['TotalCount'] : [])];
  const readings: Reading[] = [
    ...(rooms === null ? [] : [{ metric: 'avChatRooms' as const, value: rooms, at }]),
    ...(rooms === null || all === null
      ? []
      : [{ metric: 'nonAvGroups' as const, value: Math.max(0, all - rooms), at }]),
  ];
  return { readings, badCells };
}
