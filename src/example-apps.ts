import { openCorridor } from './changes/corridor.js';
import type { Desk } from './changes/desk.js';
import type { Asker } from './changes/outcome.js';
import type { Database } from './database/database.js';
import { discardNews } from './jobs/jobs.js';
import type { Log } from './log.js';
import type { Answers } from './operations/operation.js';
import { rolesOf } from './operations/roles.js';

/** What has happened to an app before one first looks, so many days ago. */
interface Past {
  readonly daysAgo: number;
  readonly operation: string;
  readonly answers?: Answers;
}

const singapore = { dataCenter: 'singapore', account: 'acme' };
/** Legacy customers had their first app before the legacy mode ended. */
const china = { dataCenter: 'china', account: 'acme', createdAt: '2021-03-01' };
/** Legacy where the current mode exists as well: these can migrate. */
const initech = { dataCenter: 'singapore', account: 'initech', createdAt: '2021-06-15' };
const tokyo = { dataCenter: 'tokyo', account: 'globex', ruleSet: 'legacy-monthly', createdAt: '2018-11-05' };
const registered = (daysAgo: number, answers: Answers): Past => ({ daysAgo, operation: 'register', answers });
const upgraded = (daysAgo: number, plan: string, items: Answers = {}): Past => ({
  daysAgo,
  operation: 'upgrade',
  answers: { plan, ...items },
});
const disabled = (daysAgo: number): Past => ({ daysAgo, operation: 'disable' });

/** A dozen apps: every rule set, every state, two whose validity is about to end. Deterministic. */
const apps: Readonly<Record<number, readonly Past[]>> = {
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

const operator: Asker = { actor: 'U00000ANN', door: 'slack', roles: rolesOf(['operator']) };
const approver: Asker = { actor: 'U00000LIN', door: 'slack', roles: rolesOf(['approver']) };
const dayMs = 86_400_000;

/** Registers the example apps and lets their past happen, through the corridor and with its rules. */
export async function addExampleApps(database: Database, desk: Desk, log: Log): Promise<void> {
  const start = desk.now().getTime();
  const past = Object.entries(apps).flatMap(([id, events]) =>
    events.map((event) => ({ ...event, sdkAppId: Number(id) })),
  );
  for (const event of past.sort((a, b) => b.daysAgo - a.daysAgo)) {
    const at = new Date(start - event.daysAgo * dayMs);
    await happen(database, { ...desk, now: () => at }, event);
  }
  await discardNews(database, log);
}

async function happen(database: Database, desk: Desk, event: Past & { sdkAppId: number }): Promise<void> {
  const { operation, sdkAppId, answers = {} } = event;
  const corridor = openCorridor(database, desk);
  const id = operation === 'register' ? { sdkAppId: String(sdkAppId) } : {};
  const shown = await corridor.propose(operator, { operation, sdkAppId, answers: { ...id, ...answers } });
  if (shown.step !== 'preview') throw new Error(`${operation} of ${sdkAppId} came to ${shown.step}`);
  const { id: change, before } = shown.change;
  const confirmed = await corridor.confirm(operator, {
    change,
    typedName: before?.name ?? '',
    reason: 'No longer in use',
  });
  const done =
    confirmed.step === 'awaiting'
      ? await corridor.approve(approver, { change, typedName: before?.name ?? '' })
      : confirmed;
  if (done.step !== 'applied') throw new Error(`${operation} of ${sdkAppId} came to ${done.step}`);
}
