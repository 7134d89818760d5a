import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import type { AppCache } from '../../../src/database/app-cache/app-cache.js';
import { openDatabase } from '../../../src/database/client.js';
import { check } from '../../../src/domain/entitlements/entitlement-check.js';
import { afterTest, createDatabaseUrl, databases, silentLog } from '../../support/databases.js';
import { changeOf, kim, park, registrationOf, rules } from '../../support/service.js';
import { createHarness } from './harness.js';

const rooms = (sdkAppId: number, current: number, asked = 1) => ({ sdkAppId, metric: 'avChatRooms', current, asked });

describe.each(databases)('POST /v1/check on the $name database', ({ fresh }) => {
  test('returns the verdict of the limits and the remedy', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register({ ...registrationOf['legacy-daily'], ruleSet: 'legacy-daily', plan: 'legacy.pro' });
    const says = async (body: object) => (await api.post('/v1/check', body)).body;
    expect(await says(rooms(id, 49))).toEqual({ allowed: true, limit: 50 });
    expect(await says(rooms(id, 50))).toEqual({
      ...{ allowed: false, errorCode: 10036, limit: 50 },
      remedy: { upgrade: true, item: 'unlimitedAvChatRooms' },
    });
    expect(await says({ sdkAppId: id, feature: 'globalCoverage' })).toEqual({ allowed: true, limit: null });
    expect(await says({ sdkAppId: id, feature: 'userStatus' })).toMatchObject({ allowed: false, errorCode: 10059 });
    expect(await says({ sdkAppId: id, feature: 'constructor' })).toMatchObject({ allowed: false, remedy: 'none' });
    expect(await says({ ...rooms(id, 0), metric: '__proto__' })).toMatchObject({ allowed: false, remedy: 'none' });
  });

  test('denies an unknown app', async () => {
    const api = await createHarness(await fresh());
    expect(await api.post('/v1/check', rooms(404, 0))).toMatchObject({
      status: 404,
      body: { type: 'urn:imapp:problem:unknown-app', allowed: false, errorCode: 'unknown_app', remedy: 'none' },
    });
  });

  test('uses the state by the clock, not the cached one', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    expect((await api.post('/v1/check', rooms(id, 0))).body).toMatchObject({ allowed: true });
    api.clock.moveTo('2026-12-21T03:00:00.000Z');
    expect((await api.post('/v1/check', rooms(id, 0))).body).toMatchObject({
      ...{ allowed: false, errorCode: 60020, remedy: 'extend-or-upgrade' },
    });
  });
});

test('POST /v1/check: a change by one process counts in another within a second', async () => {
  const url = await createDatabaseUrl();
  const processOn = async () => {
    const database = await openDatabase({ url, dataDirectory: tmpdir(), log: silentLog });
    afterTest(() => database.close());
    return createHarness(database);
  };
  const [one, two] = [await processOn(), await processOn()];
  const id = await one.register(registrationOf['legacy-daily']);
  const allowed = async () => (await two.post('/v1/check', rooms(id, 0))).body.allowed;
  expect(await allowed()).toBe(true);
  const change = changeOf(await one.perform(kim, 'disable', id), 'pending');
  await one.changes.approve(park, shownPlanOf(change));
  await expect.poll(allowed, { timeout: 1_000 }).toBe(false);
});

test('POST /v1/check: any question gets the verdict of the rules, or a problem', async () => {
  const [embedded] = databases;
  if (!embedded) throw new Error('no database');
  const database = await embedded.fresh();
  const api = await createHarness(database);
  const app = await api.apps.one(await api.register(registrationOf.current));
  if (!app) throw new Error('no app');
  const book: AppCache = { find: async () => app.app };
  const quick = await createHarness(database, { appCache: book });
  const metric = fc.oneof(fc.constantFrom(...Object.keys(rules.catalogue.metrics)), fc.string());
  const amount = fc.oneof(fc.nat(20_000), fc.maxSafeInteger(), fc.double());
  const question = fc.record({ metric, current: amount, asked: amount });
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const { status, body } = await quick.post('/v1/check', { sdkAppId: 1, ...asked });
      const right = [asked.current, asked.asked].every((it) => Number.isSafeInteger(it) && it >= 0);
      if (right && asked.metric.length <= 60) expect(body).toEqual(check(rules.catalogue, app.app, asked));
      else expect(status).toBe(400);
    }),
    { numRuns: 200 },
  );
});
