import { once } from 'node:events';
import { join } from 'node:path';
import { startWorkspace } from '@imapp/slack-emulator';
import { expect, test } from 'vitest';
import { auditRows, verifyChain } from '../../src/database/audit-chain.js';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { afterTest, createDatabaseUrl, createDataDirectory, silentLog } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { scopes } from '../support/manifest.js';
import { killProcess, startProcess } from '../support/process.js';

const secrets = { botToken: 'xoxb-killed', appToken: 'xapp-killed', signingSecret: 'a-secret' };

const settings = (slack: string) => ({
  SLACK_BOT_TOKEN: secrets.botToken,
  SLACK_SIGNING_SECRET: secrets.signingSecret,
  SLACK_API_URL: slack,
  APPROVALS_CHANNEL: 'C0APPROVE',
  NOTICES_CHANNEL: 'C0NOTICES',
  OPERATORS: 'U00000ANN',
  APPROVERS: 'U00000LIN',
  HOST: '127.0.0.1',
});

const databaseKinds = [
  { name: 'embedded', where: async () => ({ DATA_DIR: await createDataDirectory() }) },
  { name: 'postgresql', where: async () => ({ DATABASE_URL: await createDatabaseUrl() }) },
];

test.each(databaseKinds)(
  'a bot on the $name database that is killed during an approval applies the change exactly once',
  async (place) => {
    const workspace = await startWorkspace({ ...secrets, scopes, now: Date.now, strictRate: 'off' });
    afterTest(() => workspace.close());
    const port = await freePort();
    const where: Record<string, string> = {
      ...(await place.where()),
      ...settings(workspace.url),
      PORT: String(port),
    };
    const program = join(compiled(), 'main.js');
    workspace.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
    const [ann, lin] = [workspace.user('ann'), workspace.user('lin')];
    let bot = await startProcess(program, where);

    const kills = 6;
    for (let i = 1; i <= kills; i++) {
      const name = `shop-${i}`;
      await ann.types(`/imapp register 140000000${i}`);
      await ann.modal('Register');
      await ann.submits({ Name: name, Account: 'acme', 'Data center': 'Singapore' });
      await ann.sees('Nothing has been done yet', 'modal');
      await ann.submits();
      await ann.sees('is registered', 'modal');
      await ann.closes();
      await ann.types(`/imapp disable ${name}`);
      await ann.modal('Disable');
      await ann.submits({ typedName: name, reason: `reason ${i}` });
      await ann.modal('Waiting');
      await ann.closes();
      await lin.sees(`reason ${i}`, '#ops-approvals');

      const approved = lin.presses('Approve', { in: '#ops-approvals', near: name });
      for (let turn = 0; turn < i * 3; turn++) await new Promise((resolve) => setImmediate(resolve));
      await killProcess(bot);
      await approved;
      bot = await startProcess(program, where);

      const done = () => lin.canSee(new RegExp(`${name} .*批准并执行|${name} .*approved by`), '#ops-approvals');
      await lin.presses('Approve', { in: '#ops-approvals', near: name }).catch(() => undefined);
      await workspace.until(() => done() || undefined, `the outcome of ${name}`);
    }

    bot.kill('SIGTERM');
    await once(bot, 'exit');
    const left = {
      dataDirectory: where['DATA_DIR'] ?? '',
      ...(where['DATABASE_URL'] && { url: where['DATABASE_URL'] }),
    };
    const database = await openDatabase({ ...left, log: silentLog });
    afterTest(() => database.close());
    expect(await database.prisma.app.count({ where: { state: 'disabled', version: 2 } })).toBe(kills);
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.approved' } })).toBe(kills);
    expect(await verifyChain(auditRows(database.prisma))).toMatchObject({ ok: true, count: 3 * kills });
  },
);
