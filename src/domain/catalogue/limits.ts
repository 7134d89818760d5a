import type { metrics } from './metrics.js';
import type { Row } from './plan-matrix.js';

const unlimited = null;
const none = undefined;

/**
 * The limit of each metric per plan. Those of active users and peak groups are the free quotas of a month.
 * Source: Tencent Cloud IM, "Billing mode comparison" (old vs. new), rows 2 to 8, 10 to 12, and 9.
 */
// biome-ignore format: a table
export const limits = {
  //                       trial  pro        flagship   developer  standard   premium
  registeredUsers:        [100,   unlimited, unlimited, 100,       unlimited, unlimited],
  contactsPerUser:        [20,    3000,      3000,      20,        3000,      3000],
  groupsPerUser:          [50,    500,       1000,      50,        500,       1000],
  membersPerGroup:        [20,    200,       2000,      20,        200,       2000],
  nonAvGroups:            [100,   unlimited, unlimited, 100,       unlimited, unlimited],
  avChatRooms:            [10,    50,        unlimited, 10,        50,        unlimited],
  dailyNetGroupIncrease:  [100,   10_000,    10_000,    100,       10_000,    10_000],
  dailyActiveUsers:       [100,   10_000,    10_000,    none,      none,      none],
  monthlyActiveUsers:     [none,  none,      none,      100,       10_000,    10_000],
  peakGroups:             [100,   100_000,   100_000,   100,       unlimited, unlimited],
  messageRetentionDays:   [7,     7,         30,        7,         7,         30],
} satisfies Record<keyof typeof metrics, Row<number | null | undefined>>;
