import { createServiceContext } from '../../dist/bot.js';
import { shownPlanOf } from '../../dist/changes/plan-fingerprint.js';
import { createChangeService } from '../../dist/changes/service.js';
import { readSettings } from '../../dist/config/config.js';
import { openDatabase } from '../../dist/database/client.js';
import { rolesOf } from '../../dist/operations/roles.js';
import { manyApps } from './many-apps.mjs';

const actor = { id: 'UBENCH', source: 'slack', roles: rolesOf(['operator']) };
const values = { plan: 'legacy.pro', maxGroupsPerUser: '1000' };
const atOnce = 10;

/** So many apps on the free plan, each with an upgrade that only waits for the last click. */
export async function proposals(url, count) {
  const firstApp = await manyApps(url, count);
  const database = await openDatabase({ url, dataDirectory: '.', log: { info() {}, error() {}, fatal() {} } });
  const ctx = createServiceContext(readSettings({}), database, () => new Date());
  const changes = createChangeService(ctx, async () => ({ roles: actor.roles, complete: true }));
  const one = async (sdkAppId) => {
    const { change } = await changes.propose(actor, { operation: 'upgrade', sdkAppId, values });
    return { sdkAppId, carries: shownPlanOf(change) };
  };
  const waiting = [];
  for (let i = 0; i < count; i += atOnce)
    waiting.push(...(await Promise.all(Array.from({ length: atOnce }, (_, k) => one(firstApp + i + k)))));
  await database.close();
  return waiting;
}
