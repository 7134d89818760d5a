import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownPlanOf } from '../../src/changes/plan-fingerprint.js';
import { auditRows, verifyChain } from '../../src/database/audit-chain.js';
import { databases } from '../support/databases.js';
import { admin, createTestService, park } from '../support/service.js';
import { eventCallback, post, signedRequest, slashCommand } from '../support/slack-request.js';
import { flawsIn } from './answers.js';
import { people, quiet, setStage } from './harness.js';
import { seed, text } from './inputs.js';
import { delivered } from './snapshot.js';

const start = '2026-11-21T03:00:00.000Z';
const apps = 20;

/** Hostile names and reasons that the validation accepts. */
const names = fc.sample(
  text.filter((it) => [...it].length <= 100),
  { seed, numRuns: apps },
);

test.each(databases)('accepted input is harmless where it is shown later, on $name', async ({ name }) => {
  const harness = await setStage(name);
  const { database, slack, origin, targets, lines } = harness;
  const { changes, perform } = createTestService(database, start);
  const ids: number[] = [];
  for (const [i, odd] of names.entries()) {
    const sdkAppId = 1_400_002_000 + i;
    const answers = { sdkAppId: String(sdkAppId), name: odd, account: `${odd}${i}`, dataCenter: 'singapore' };
    const registered = await perform(admin, 'register', 0, answers);
    if (registered.step !== 'applied') continue;
    ids.push(sdkAppId);
    const shown = await changes.propose(admin, { operation: 'disable', sdkAppId, values: {} });
    if (shown.step !== 'preview') continue;
    const typedName = shown.change.before?.name ?? '';
    const asked = await changes.confirm(admin, { ...shownPlanOf(shown.change), typedName, reason: odd });
    if (asked.step !== 'pending') continue;
    if (i % 2 === 0) await changes.decline(park, { changeId: asked.change.id, reason: odd });
    else if (i % 3 === 0) await changes.approve(park, { ...shownPlanOf(asked.change), typedName });
  }
  expect(ids.length).toBeGreaterThan(apps / 2);
  await delivered(database);

  const url = `${origin}/slack/events`;
  const asked = [
    ...ids.flatMap((id) => ['show', 'history', 'bill', 'usage'].map((verb) => `/imapp ${verb} ${id}`)),
    ...names.map((odd) => `/imapp show shop${odd}`),
    '/imapp list',
  ];
  for (const line of asked) {
    const command = slashCommand(line, { user: people.approver, responseUrl: slack.responseUrl });
    expect((await post(url, signedRequest(command))).status, line).toBe(200);
  }
  const opened = eventCallback({ type: 'app_home_opened', user: people.approver, tab: 'home' }, 'EvHome');
  await post(url, signedRequest(opened, { contentType: 'application/json' }));
  await expect.poll(() => slack.count('views.publish')).toBeGreaterThan(0);
  await quiet(harness);
  expect(slack.count('response_url')).toBeGreaterThan(asked.length / 2);

  const drawn = slack.calls.flatMap(({ method, args }) => {
    const it = method.startsWith('views.') ? args['view'] : 'blocks' in args ? args : null;
    return typeof it === 'object' && it !== null ? flawsIn(it).map((flaw) => `${method}: ${flaw}`) : [];
  });
  expect(drawn).toEqual([]);
  expect(slack.count('chat.postMessage')).toBeGreaterThan(ids.length);
  expect(lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  expect(await verifyChain(auditRows(database.prisma))).toMatchObject({ ok: true });
  expect(
    await database.prisma.app.findMany({ where: { sdkAppId: { in: targets.apps.map(({ id }) => id) } } }),
  ).toHaveLength(4);
});
