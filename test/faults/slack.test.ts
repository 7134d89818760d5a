import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Workspace } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { startBotIn } from '../support/bot.js';
import { afterTest, createPostgresDatabase } from '../support/databases.js';
import { seededRandom } from '../support/seeded-random.js';
import { createClock } from '../support/service.js';
import { expectAcknowledgedRecorded, expectConsistentRecords, expectPostedOnce, untilIdle } from './invariants.js';
import { runAppLives } from './load.js';
import { botEnvironment, startFaultWorkspace } from './workspace.js';

async function stage(socket: boolean) {
  const workspace = await startFaultWorkspace();
  const database = await createPostgresDatabase();
  const more = botEnvironment(workspace, {});
  const app = socket ? { SLACK_APP_TOKEN: 'xapp-faults', SLACK_SIGNING_SECRET: '' } : {};
  const clock = createClock('2026-11-21T03:00:00.000Z');
  const bot = await startBotIn(workspace, database, { clock, socket, environment: { ...more, ...app, PORT: '0' } });
  afterTest(() => bot.stop());
  return { workspace, database, bot };
}

/** All Slack methods that the bot calls, from a command to the message about its approval. */
const methods = [
  ...['users.info', 'views.open', 'views.update', 'response_url', 'chat.postMessage', 'chat.update'],
  ...['conversations.open', 'conversations.history'],
];
/** The methods that every run calls. */
const certain = ['users.info', 'views.open', 'views.update', 'chat.postMessage', 'chat.update', 'conversations.open'];

const hows = {
  'that it is asked too often': { retryAfter: 1 },
  'a server error': { status: 500 },
  garbage: { malformed: true },
  'a broken connection': { reset: true },
  nothing: { hang: true },
  'its own trouble': { error: 'internal_error' },
} satisfies Record<string, Omit<Fault, 'on'>>;

async function pending(workspace: Workspace): Promise<string> {
  return (await fetch(`${workspace.origin}/_sandbox/faults`)).text();
}

describe.each(['before', 'after'] as const)('Slack fails %s it has taken what it was asked', (when) => {
  test('by every method, in every way: each story ends right', { timeout: 200_000 }, async () => {
    // A rate-limited call was not processed.
    const ways = Object.entries(hows).filter(([, how]) => when === 'before' || !('retryAfter' in how));
    await Promise.all(
      ways.map(async ([way, how]) => {
        const { workspace, database, bot } = await stage(false);
        for (const on of methods)
          await workspace.control.fault({ on, when, ...how, times: on.startsWith('chat.') ? 2 : 1 });
        const told = await runAppLives(workspace, bot.port, 1);
        await untilIdle(database);
        const left = await pending(workspace);
        expect([way, certain.filter((method) => left.includes(`"${method}"`))]).toEqual([way, []]);
        await expectConsistentRecords(database);
        await expectPostedOnce(database, workspace);
        await expectAcknowledgedRecorded(database, told);
        expect([way, await database.prisma.app.findMany()]).toMatchObject([way, [{ state: 'disabled', version: 4 }]]);
      }),
    );
  });
});

test('sockets that break in the middle of everything, and envelopes that come again', {
  timeout: 300_000,
}, async () => {
  const { workspace, database, bot } = await stage(true);
  const random = seededRandom(8);
  let over = false;
  let broken = 0;
  let again = 0;
  // Counted in envelopes that were answered, not in time: a slow machine too gets some done between two breaks.
  const trouble = async () => {
    while (!over || broken < 3 || again <= 20) {
      await pause(random() * 250);
      const redelivered = await workspace.control.redeliver({ kind: 'interactive' }).catch(() => null);
      if (redelivered?.answer.got !== 'answer') continue;
      again += 1;
      if (again % 6 === 0) broken += (await workspace.control.disconnect({ abrupt: random() < 0.7 })).sockets;
    }
  };
  const troubled = trouble();
  const told = await runAppLives(workspace, bot.port, 3).finally(() => {
    over = true;
  });
  await troubled;
  await untilIdle(database);
  await expectConsistentRecords(database);
  await expectPostedOnce(database, workspace);
  await expectAcknowledgedRecorded(database, told);
  const apps = await database.prisma.app.findMany();
  expect(apps.map(({ state, version }) => ({ state, version }))).toEqual(
    Array.from({ length: 3 }, () => ({ state: 'disabled', version: 4 })),
  );
  expect(broken).toBeGreaterThan(2);
  expect(again).toBeGreaterThan(20);
});
