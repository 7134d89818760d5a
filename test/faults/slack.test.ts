import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Workspace } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { startBotIn } from '../support/bot.js';
import { later, onPostgres } from '../support/databases.js';
import { seededRandom } from '../support/seeded-random.js';
import { clockAt } from '../support/service.js';
import { acknowledgedIsThere, recordIsWhole, saidOnce, settled } from './invariants.js';
import { livesOn } from './load.js';
import { envOf, place } from './workspace.js';

async function stage(socket: boolean) {
  const workspace = await place();
  const database = await onPostgres();
  const more = envOf(workspace, {});
  const app = socket ? { SLACK_APP_TOKEN: 'xapp-faults', SLACK_SIGNING_SECRET: '' } : {};
  const clock = clockAt('2026-11-21T03:00:00.000Z');
  const bot = await startBotIn(workspace, database, { clock, socket, environment: { ...more, ...app, PORT: '0' } });
  later(() => bot.stop());
  return { workspace, database, bot };
}

/** Everything that the bot asks of Slack from a command to the word that it was approved. */
const methods = [
  ...['users.info', 'views.open', 'views.update', 'response_url', 'chat.postMessage', 'chat.update'],
  ...['conversations.open', 'conversations.history'],
];
/** Those of them that no story does without. */
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
    // Whoever is told to wait has not been heard.
    const ways = Object.entries(hows).filter(([, how]) => when === 'before' || !('retryAfter' in how));
    await Promise.all(
      ways.map(async ([way, how]) => {
        const { workspace, database, bot } = await stage(false);
        for (const on of methods)
          await workspace.control.fault({ on, when, ...how, times: on.startsWith('chat.') ? 2 : 1 });
        const told = await livesOn(workspace, bot.port, 1);
        await settled(database);
        const left = await pending(workspace);
        expect([way, certain.filter((method) => left.includes(`"${method}"`))]).toEqual([way, []]);
        await recordIsWhole(database);
        await saidOnce(database, workspace);
        await acknowledgedIsThere(database, told);
        expect([way, await database.prisma.app.findMany()]).toMatchObject([way, [{ state: 'disabled', version: 4 }]]);
      }),
    );
  });
});

test('sockets that break in the middle of everything, and envelopes that come again', {
  timeout: 200_000,
}, async () => {
  const { workspace, database, bot } = await stage(true);
  const random = seededRandom(8);
  let over = false;
  let broken = 0;
  let again = 0;
  const trouble = async () => {
    // A broken socket takes seconds to come back, so the work may be done before there was trouble enough.
    for (let turn = 0; !over || broken < 3 || again <= 20; turn++) {
      await pause(random() * 250);
      const redelivered = await workspace.control.redeliver({ kind: 'interactive' }).catch(() => null);
      if (redelivered?.answer.got === 'answer') again += 1;
      if (turn % 6 !== 5) continue;
      broken += (await workspace.control.disconnect({ abrupt: random() < 0.7 })).sockets;
    }
  };
  const troubled = trouble();
  const told = await livesOn(workspace, bot.port, 3).finally(() => {
    over = true;
  });
  await troubled;
  await settled(database);
  await recordIsWhole(database);
  await saidOnce(database, workspace);
  await acknowledgedIsThere(database, told);
  const apps = await database.prisma.app.findMany();
  expect(apps.map(({ state, version }) => ({ state, version }))).toEqual(
    Array.from({ length: 3 }, () => ({ state: 'disabled', version: 4 })),
  );
  expect(broken).toBeGreaterThan(2);
  expect(again).toBeGreaterThan(20);
});
