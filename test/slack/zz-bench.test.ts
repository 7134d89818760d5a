import { fork } from 'node:child_process';
import { test } from 'vitest';
import { corridorOf, openDoor } from './door.js';
import { operation, planOf, shop } from './samples.js';
import { operations } from '../../src/operations/index.js';
test('bench', async () => {
  const cards = operations.map(({ name, usage, text, role }) => ({ name, usage, summary: text.summary, role }));
  const corridor = corridorOf({ open: async () => ({ step: 'answer', operation: operation('help'), app: null, plan: planOf('help', shop, {}, { cards }) }) });
  const { url } = await openDoor({ corridor });
  const child = fork('/tmp/cannon.mjs', [url]);
  await new Promise((r) => child.once('exit', r));
}, 60000);
