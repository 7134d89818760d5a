import { performance } from 'node:perf_hooks';
import { createServiceContext } from '../../dist/bot.js';
import { readSettings } from '../../dist/config/config.js';
import { statementOf } from '../../dist/domain/billing/statement.js';
import { goals, row } from './row.mjs';

const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);

/** Two changes in each month, items that come and go, an app that is disabled and restored, and usage above quota. */
function busyYear() {
  const configuration = (from, more) => ({
    effectiveFrom: from,
    operation: 'configure',
    ruleSet: 'legacy-daily',
    plan: 'legacy.pro',
    addOns: {},
    state: 'active',
    usedAllowances: [],
    ...more,
  });
  const history = months.flatMap((month, i) => [
    configuration(`${month}-07T04:00:00.000Z`, {
      addOns: i % 2 ? { maxGroupsPerUser: 1000 } : { unlimitedAvChatRooms: true },
    }),
    configuration(
      `${month}-19T04:00:00.000Z`,
      i % 3 ? { plan: 'legacy.flagship' } : { state: i % 2 ? 'disabled' : 'active' },
    ),
  ]);
  const peaks = months.map((month) =>
    Array.from({ length: 28 }, (_, i) => ({
      metric: 'dailyActiveUsers',
      day: `${month}-${String(i + 1).padStart(2, '0')}`,
      value: 9_000 + i * 100,
    })),
  );
  return { history, peaks };
}

/** Microseconds that a month of that year takes, warm. */
function monthPriced() {
  const { rules } = createServiceContext(readSettings({}), null, () => new Date());
  const { history, peaks } = busyYear();
  const year = () => months.map((month, i) => statementOf(month, { history, peaks: peaks[i] }, rules).total);
  for (let i = 0; i < 500; i++) year();
  const rounds = Array.from({ length: 7 }, () => {
    const began = performance.now();
    for (let i = 0; i < 300; i++) year();
    return ((performance.now() - began) * 1000) / (300 * months.length);
  });
  return rounds.sort((a, b) => a - b)[3];
}

/** What a year of one app's history costs to work out. */
export const pricing = {
  name: 'price',
  measure: async () => [row('pricing a month of a busy year, warm', monthPriced(), goals.atMost(50), 'µs')],
};
