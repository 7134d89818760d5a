import { deskOf } from '../../dist/bot.js';
import { openCorridor } from '../../dist/changes/service.js';
import { shownOf } from '../../dist/changes/shown.js';
import { readSettings } from '../../dist/config/config.js';
import { openDatabase } from '../../dist/database/client.js';
import { rolesOf } from '../../dist/operations/roles.js';
import { manyApps } from './many-apps.mjs';

const asker = { actor: 'UBENCH', door: 'slack', roles: rolesOf(['operator']) };
const answers = { plan: 'legacy.pro', maxGroupsPerUser: '1000' };
const atOnce = 10;

/** So many apps on the free plan, each with an upgrade that only waits for the last click. */
export async function proposals(url, count) {
  const firstApp = await manyApps(url, count);
  const database = await openDatabase({ url, dataDirectory: '.', log: { info() {}, error() {}, fatal() {} } });
  const desk = deskOf(readSettings({}), () => new Date());
  const corridor = openCorridor(database, desk);
  const one = async (sdkAppId) => {
    const { change } = await corridor.propose(asker, { operation: 'upgrade', sdkAppId, answers });
    return { sdkAppId, carries: shownOf(change) };
  };
  const waiting = [];
  for (let i = 0; i < count; i += atOnce)
    waiting.push(...(await Promise.all(Array.from({ length: atOnce }, (_, k) => one(firstApp + i + k)))));
  await database.close();
  return waiting;
}
