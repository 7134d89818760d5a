import { openCorridor } from '../../dist/changes/corridor.js';
import { openDatabase } from '../../dist/database/database.js';
import { calendarIn } from '../../dist/imapp/calendar.js';
import { readCatalogue } from '../../dist/imapp/catalogue/catalogue.js';
import { standardCatalogue } from '../../dist/imapp/catalogue/index.js';
import { discardNews } from '../../dist/jobs/jobs.js';
import { openLog } from '../../dist/log.js';
import { operations } from '../../dist/operations/index.js';
import { rolesOf } from '../../dist/operations/roles.js';

const rules = {
  catalogue: readCatalogue(standardCatalogue),
  calendar: calendarIn('Asia/Shanghai'),
  extendWindowDays: 7,
};

/**
 * So many apps on the free plan, each with an upgrade that only waits for the last click. Before a bot is started: the
 * news of them is told to nobody.
 */
export async function proposals(url, count) {
  const database = await openDatabase({ url, dataDirectory: '', log: console });
  const corridor = openCorridor(database, { rules, operations, now: () => new Date() });
  const asker = { actor: 'UBENCH', door: 'slack', roles: rolesOf(['operator']) };
  const propose = async (operation, sdkAppId, answers) =>
    (await corridor.propose(asker, { operation, sdkAppId, answers })).change.id;
  const one = async (i) => {
    const sdkAppId = 1_400_000_000 + i;
    const app = { sdkAppId: String(sdkAppId), name: `bench ${i}`, account: 'bench', dataCenter: 'china' };
    await corridor.confirm(asker, { change: await propose('register', null, app) });
    const change = await propose('upgrade', sdkAppId, { plan: 'legacy.pro', maxGroupsPerUser: '1000' });
    return { sdkAppId, change };
  };
  const waiting = [];
  for (let i = 0; i < count; i += 10)
    waiting.push(...(await Promise.all(Array.from({ length: 10 }, (_, k) => one(i + k)))));
  await discardNews(database, openLog('silent'));
  await database.close();
  return waiting;
}
