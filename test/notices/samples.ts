import type { Facts } from '../../src/notices/notice.js';

const until = '2026-12-21T03:00:00.000Z';

/** What notices of each kind are recorded with, for an app of this name: each as it happens, and as it ends. */
export function sampleFacts(app: string): Readonly<Record<string, readonly Facts[]>> {
  const limit = { app, metric: 'membersPerGroup', value: 200, limit: 200, subject: app, charged: false };
  const remedy = { operation: 'configure', draft: { metric: 'membersPerGroup' } };
  return {
    'dev-expiry': [
      ...[7, 3, 1, 0].map((days) => ({ app, until, days })),
      { app, until, days: 7, now: { state: 'active', until } },
      { app, until, days: 7, now: { state: 'active', until: null } },
      { app, until, days: 7, now: { state: 'disabled', until } },
    ],
    'disable-countdown': [
      ...[30, 7, 1, 0].map((days) => ({ app, until, days })),
      { app, until, days: 7, now: { state: 'active' } },
    ],
    limit: [
      { ...limit, level: 80, remedy },
      { ...limit, metric: 'monthlyActiveUsers', level: 100, remedy: null, charged: true, subject: '' },
      { ...limit, metric: 'dailyNetGroupIncrease', level: 100, remedy: null, subject: '' },
      { ...limit, level: 100, remedy, now: { value: 3 } },
      { ...limit, level: 100, metric: 'gone', remedy, now: { value: null } },
      { ...limit, level: 100, remedy, now: { value: null, state: 'suspended' } },
    ],
    'limit-refused': [
      { app, errorCode: '10014', metric: 'membersPerGroup', ownCap: true, at: until, count: 1, remedy },
      ...['60020', '60016', '10059'].map((errorCode) => ({
        app,
        errorCode,
        metric: null,
        ownCap: false,
        at: until,
        count: 7,
        remedy: null,
      })),
    ],
    statement: [{ app, month: '2026-11', total: { minor: 39_900, currency: 'USD' } }],
  };
}
