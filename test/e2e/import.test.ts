import { describe, test } from 'vitest';
import { settings, startBotInWorkspace } from '../support/bot.js';

const csv = `sdkAppId,name,account,dataCenter,createdAt,plan,owner,tags
1400000101,shop,acme,seoul,2026-10-27,,U00000KIM,live shop
1400000102,nowhere,acme,atlantis,2026-10-27,,,
1400000103,rooms,acme,seoul,2026-10-27,current.premium,,live`;

describe.each(settings)('import, over $name', (how) => {
  test('a CSV file in a modal: the preview says what becomes of each row, and the good ones are registered', async () => {
    const { ann, kim } = await startBotInWorkspace(how);
    await ann.types('/imapp import');
    await ann.modal('Import apps');
    await ann.attaches('File', { name: 'apps.csv', content: csv });
    await ann.submits();
    await ann.sees('3 rows*: 2 new, 0 the same, 0 differ, 1 refused', 'modal');
    await ann.sees('nowhere (1400000102): refused', 'modal');
    await ann.submits();
    await ann.sees('2 apps are registered', 'modal');
    await ann.closes();
    await kim.types('/imapp list tag=shop');
    await kim.sees('shop (1400000101)', '#general');
    await kim.types('/imapp list owner=U00000KIM');
    await ann.types('/imapp show rooms');
    await ann.sees('*Tags*: live', '#general');
  });

  test('a name, owner and tags are edited, and an owner is removed', async () => {
    const { ann } = await startBotInWorkspace(how);
    await ann.types('/imapp register 1400000001');
    await ann.modal('Register');
    await ann.submits({ Name: 'shop', Account: 'acme', 'Data center': 'Seoul', Owner: 'U00000KIM' });
    await ann.submits();
    await ann.sees('is registered', 'modal');
    await ann.closes();
    await ann.types('/imapp edit shop');
    await ann.modal('Edit app');
    await ann.submits({ Name: 'shop-eu', Owner: null, Tags: 'live, shop' });
    await ann.sees('*Tags*: none → *live, shop*', 'modal');
    await ann.sees('*Owner*', 'modal');
    await ann.submits();
    await ann.sees('shop-eu (1400000001) is changed', 'modal');
  });
});
