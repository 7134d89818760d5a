import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createRefusalReport } from '../../../src/observability/refusals.js';

test('refused requests are all counted, and logged once a minute and reason with how many there were', () => {
  const request = new IncomingMessage(new Socket());
  let at = 0;
  const lines: string[] = [];
  const counted: string[] = [];
  const report = createRefusalReport({
    log: pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) }),
    metrics: { refused: (reason) => void counted.push(reason) },
    addressOf: () => '203.0.113.9',
    elapsedMs: () => at,
  });
  for (let count = 0; count < 5; count++) report('signature', request);
  report('token', request);
  at = 60_000;
  report('signature', request);
  expect(counted).toHaveLength(7);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { reason: 'signature', client: '203.0.113.9', count: 1 },
    { reason: 'token', client: '203.0.113.9', count: 1 },
    { reason: 'signature', client: '203.0.113.9', count: 5 },
  ]);
});
