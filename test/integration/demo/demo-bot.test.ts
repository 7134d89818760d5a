import { readdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { expect, test, vi } from 'vitest';
import { readSettings } from '../../../src/config/config.js';
import { createTemplateDatabase, startDemoBot } from '../../../src/demo/demo-bot.js';
import { createLogger } from '../../../src/observability/log.js';
import { createTempDirectory } from '../../support/databases.js';

test('demo bot: if its database cannot be opened, no data is left', async () => {
  const { slack, ...others } = readSettings({ SLACK_BOT_TOKEN: 'xoxb-a', SLACK_SIGNING_SECRET: 'b' });
  if (!slack) throw new Error('no Slack settings');
  const settings = { ...others, slack };
  const now = () => new Date('2026-11-21T03:00:00.000Z');
  const template = await createTemplateDatabase(createLogger('silent'));
  const directory = await createTempDirectory();
  vi.stubEnv('TMPDIR', directory);
  vi.spyOn(PGlite, 'create').mockRejectedValueOnce(new Error('no'));
  const given = {
    settings,
    now,
    log: createLogger('silent'),
    template,
    keepIn: null,
    wallClock: now,
  };
  await expect(startDemoBot(given)).rejects.toThrow('no');
  vi.unstubAllEnvs();
  await template.remove();
  expect(await readdir(directory)).toEqual([]);
});
