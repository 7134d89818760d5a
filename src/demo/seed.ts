import type { Actor } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { shownPlanOf } from '../changes/plan-fingerprint.js';
import { createChangeService } from '../changes/service.js';
import { closeMonths } from '../jobs/close-months.js';
import { discardChangeEvents } from '../jobs/tasks.js';
import type { Logger } from '../observability/log.js';
import type { FormValues } from '../operations/change-plan.js';
import { rolesOf } from '../operations/roles.js';
import { recordReadings } from '../usage/readings.js';

/** An operation in an app's past. */
interface PastOperation {
  readonly daysAgo: number;
  readonly operation: string;
  readonly values?: FormValues;
}

const singapore = { dataCenter: 'singapore', account: 'acme' };
/** A legacy customer: created its first app before the legacy mode ended. */
const china = { dataCenter: 'china', account: 'acme', createdAt: '2021-03-01' };
/** Legacy in a data center that has the current mode, too: its apps can migrate. */
const initech = { dataCenter: 'singapore', account: 'initech', createdAt: '2021-06-15' };
const tokyo = { dataCenter: 'tokyo', account: 'globex', ruleSet: 'legacy-monthly', createdAt: '2018-11-05' };
const registered = (daysAgo: number, values: FormValues): PastOperation => ({ daysAgo, operation: 'register', values });
const upgraded = (daysAgo: number, plan: string, items: FormValues = {}): PastOperation => ({
  daysAgo,
  operation: 'upgrade',
  values: { plan, ...items },
});
const disabled = (daysAgo: number): PastOperation => ({ daysAgo, operation: 'disable' });

/** Twelve apps: every rule set, every state, two that expire soon. Deterministic. */
const apps: Readonly<Record<number, readonly PastOperation[]>> = {
  1400000001: [registered(200, { ...singapore, name: 'shop-live' }), upgraded(190, 'current.premium')],
  1400000002: [registered(120, { ...singapore, name: 'shop-staging' }), upgraded(100, 'current.standard')],
  1400000003: [registered(10, { ...singapore, name: 'shop-dev' })],
  1400000004: [registered(28, { ...singapore, name: 'chat-prototype' })],
  1400000005: [registered(29, { ...singapore, name: 'support-bot-test' })],
  1400000006: [registered(45, { ...singapore, name: 'hackathon-2026' })],
  1400000007: [registered(80, { ...singapore, name: 'old-campaign' }), disabled(20)],
  1400000008: [
    registered(300, { ...china, name: 'community-cn' }),
    upgraded(280, 'legacy.flagship', { maxGroupsPerUser: '3000' }),
  ],
  1400000009: [
    registered(250, { ...initech, name: 'live-rooms' }),
    upgraded(200, 'legacy.pro', { unlimitedAvChatRooms: 'on', maxMembersPerGroup: '2000' }),
  ],
  1400000010: [registered(60, { ...initech, name: 'live-rooms-test' })],
  1400000011: [registered(400, { ...tokyo, name: 'partner-jp' }), upgraded(380, 'legacy.pro')],
  1400000012: [registered(150, { ...china, name: 'sunset-app' }), disabled(120)],
};

/** Current usage: one app over a limit, some near one, two above the free quota. */
const usage: readonly (readonly [sdkAppId: number, metric: string, value: number])[] = [
  [1400000001, 'monthlyActiveUsers', 7_240],
  [1400000001, 'avChatRooms', 312],
  [1400000002, 'monthlyActiveUsers', 10_850],
  [1400000002, 'avChatRooms', 44],
  [1400000002, 'groupsPerUser', 210],
  [1400000003, 'registeredUsers', 97],
  [1400000003, 'nonAvGroups', 41],
  [1400000004, 'registeredUsers', 100],
  [1400000004, 'avChatRooms', 3],
  [1400000005, 'registeredUsers', 22],
  [1400000008, 'dailyActiveUsers', 6_900],
  [1400000008, 'groupsPerUser', 1_180],
  [1400000009, 'dailyActiveUsers', 12_400],
  [1400000009, 'membersPerGroup', 1_930],
  [1400000011, 'avChatRooms', 38],
];
const daysMeasured = 30;
const dayMs = 86_400_000;

/** Thirty days of growth that end at `value`, with lower values on weekends. */
function daysUpTo(value: number, now: number): { value: number; at: string }[] {
  return Array.from({ length: daysMeasured }, (_, i) => {
    const ago = daysMeasured - 1 - i;
    const share = 1 - ago * 0.012 - (ago % 7 > 4 ? 0.06 : 0);
    return { value: Math.round(value * share), at: new Date(now - ago * dayMs).toISOString() };
  });
}

const operator: Actor = { id: 'U00000ANN', source: 'slack', roles: rolesOf(['operator']) };
const approver: Actor = { id: 'U00000LIN', source: 'slack', roles: rolesOf(['approver']) };

/** What was decided in the past was decided by people who might. */
async function rolesInThePast(id: string) {
  const { roles } = id === approver.id ? approver : operator;
  return { roles, complete: true };
}

/** Adds the example apps: their past operations through the change service, and their usage. */
export async function seed(ctx: ServiceContext, log: Logger): Promise<void> {
  const start = ctx.now().getTime();
  const past = Object.entries(apps).flatMap(([id, events]) =>
    events.map((event) => ({ ...event, sdkAppId: Number(id) })),
  );
  for (const event of past.sort((a, b) => b.daysAgo - a.daysAgo)) {
    const at = new Date(start - event.daysAgo * dayMs);
    await applyPastOperation({ ...ctx, now: () => at }, event);
  }
  await closeMonths(ctx);
  await discardChangeEvents(ctx.database, log);
  const readings = usage.flatMap(([sdkAppId, metric, value]) =>
    daysUpTo(value, start).map((day) => ({ sdkAppId, metric, subject: '', ...day })),
  );
  await recordReadings(ctx, readings);
}

async function applyPastOperation(ctx: ServiceContext, event: PastOperation & { sdkAppId: number }): Promise<void> {
  const { operation, sdkAppId, values = {} } = event;
  const changes = createChangeService(ctx, rolesInThePast);
  const id = operation === 'register' ? { sdkAppId: String(sdkAppId) } : {};
  const proposed = await changes.propose(operator, { operation, sdkAppId, values: { ...id, ...values } });
  if (proposed.step !== 'preview') throw new Error(`${operation} of ${sdkAppId} came to ${proposed.step}`);
  const { before } = proposed.change;
  const confirmed = await changes.confirm(operator, {
    ...shownPlanOf(proposed.change),
    typedName: before?.name ?? '',
    reason: 'No longer in use',
  });
  const applied =
    confirmed.step === 'pending'
      ? await changes.approve(approver, { ...shownPlanOf(confirmed.change), typedName: before?.name ?? '' })
      : confirmed;
  if (applied.step !== 'applied') throw new Error(`${operation} of ${sdkAppId} came to ${applied.step}`);
}
