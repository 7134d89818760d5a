import { Client, Pool } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../../../../src/database/embedded/embedded.js';
import { shareSession } from '../../../../src/database/embedded/session-multiplexer.js';
import { afterTest, createDataDirectory, silentLog } from '../../../support/databases.js';

function withResolvers<T>() {
  let settle: { resolve(value: T): void; reject(reason: Error): void } = { resolve() {}, reject() {} };
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

/** The first message of a client has no type byte. */
const firstMessage = Buffer.from([0, 0, 0, 4]);

describe('many connections share one session', () => {
  let embedded: Embedded;
  let pool: Pool;
  const connectionConfig = () => ({ stream: embedded.connect, user: 'postgres', database: 'postgres', ssl: false });

  beforeAll(async () => {
    embedded = await openEmbedded(await createDataDirectory(), silentLog);
    afterTest(() => embedded.close());
    pool = new Pool({ ...connectionConfig(), max: 8 });
    afterTest(() => pool.end());
  });

  async function connectClient(): Promise<Client> {
    const client = new Client(connectionConfig());
    await client.connect();
    afterTest(() => client.end());
    return client;
  }

  test('every connection gets its own rows after waiting for a transaction', async () => {
    const holder = await connectClient();
    await holder.query('BEGIN');
    const asked = [1, 2, 3, 4, 5, 6, 7].map((n) => pool.query(`SELECT $1::text AS column_${n}`, [`row ${n}`]));
    await holder.query('SELECT 1');
    await holder.query('COMMIT');
    const answers = await Promise.all(asked);
    expect(answers.map(({ rows }) => rows[0])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((n) => ({ [`column_${n}`]: `row ${n}` })),
    );
  });

  test('parameters and results of megabytes arrive complete', async () => {
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(3_000_000));
    const answers = await Promise.all(texts.map((text) => pool.query('SELECT $1::text AS text', [text])));
    expect(answers.map(({ rows }) => rows[0].text === texts.shift())).toEqual([true, true, true, true]);
  });

  test('transactions run one after the other', async () => {
    const [one, other] = [await connectClient(), await connectClient()];
    await one.query('CREATE TABLE counter (n int)');
    await one.query('INSERT INTO counter VALUES (0)');
    const addTen = async (client: Client) => {
      for (let i = 0; i < 10; i += 1) {
        await client.query('BEGIN');
        const { rows } = await client.query('SELECT n FROM counter');
        await client.query('UPDATE counter SET n = $1', [rows[0].n + 1]);
        await client.query('COMMIT');
      }
    };
    await Promise.all([addTen(one), addTen(other)]);
    expect((await pool.query('SELECT n FROM counter')).rows).toEqual([{ n: 20 }]);
  });

  test('an error reaches only the connection that caused it', async () => {
    const right = (n: number) => pool.query('SELECT $1::int AS n', [n]).then(({ rows }) => rows[0].n);
    const wrong = () => pool.query('SELECT $1::int / 0', [1]).catch((error) => error.message);
    const answers = await Promise.all([right(1), wrong(), right(2), wrong(), right(3)]);
    expect(answers).toEqual([1, 'division by zero', 2, 'division by zero', 3]);
  });

  test('a failed transaction affects no other connection', async () => {
    const client = await connectClient();
    await client.query('BEGIN');
    await expect(client.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
    const other = pool.query('SELECT 1 AS fine');
    await expect(client.query('SELECT 1')).rejects.toThrow('current transaction is aborted');
    await client.query('ROLLBACK');
    expect((await other).rows).toEqual([{ fine: 1 }]);
  });

  test.each([
    ['terminates', (client: Client) => client.end()],
    ['is cut off', async (client: Client) => void client.connection.stream.destroy()],
  ])('an open transaction is rolled back when its connection %s', async (_how, leave) => {
    await pool.query('CREATE TABLE IF NOT EXISTS left_open (n int)');
    const client = new Client(connectionConfig());
    client.on('error', () => {});
    await client.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO left_open VALUES (1)');
    const waiting = pool.query('SELECT count(*)::int AS n FROM left_open');
    await leave(client);
    expect((await waiting).rows).toEqual([{ n: 0 }]);
  });

  test('notifications reach every connection that listens', async () => {
    const heard: unknown[] = [];
    const listener = await connectClient();
    const news = new Promise((resolve) => listener.once('notification', resolve));
    listener.on('notification', ({ channel, payload }) => heard.push([channel, payload]));
    await listener.query('LISTEN happenings');
    await pool.query("SELECT pg_notify('happenings', $1)", ['something']);
    await news;
    expect(heard).toEqual([['happenings', 'something']]);
  });

  test('a connection that never pauses does not starve the event loop', async () => {
    let [isQuerying, asked] = [true, 0];
    const actor = (async () => {
      for (; isQuerying && asked < 5_000; asked += 1) await pool.query('SELECT 1');
    })();
    await new Promise((resolve) => setTimeout(resolve, 0));
    isQuerying = false;
    await actor;
    expect(asked).toBeLessThan(5_000);
  });
});

test.each([
  ['', false],
  [' that has ended', true],
])('a query that breaks ends its connection%s, and the session serves the next', async (_how, leaves) => {
  const [begun, broken] = [withResolvers<void>(), withResolvers<Buffer>()];
  const idle = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
  const answers = [broken.promise];
  const connect = shareSession((_message) => {
    begun.resolve();
    return answers.shift() ?? Promise.resolve(idle);
  });
  const closed = withResolvers<unknown>();
  const one = connect({ onData() {}, onClose: closed.resolve });
  one.write(firstMessage);
  await begun.promise;
  if (leaves) one.end();
  broken.reject(new Error('broken'));
  expect(await closed.promise).toEqual(new Error('broken'));
  const answered = withResolvers<Uint8Array>();
  connect({ onData: answered.resolve, onClose() {} }).write(firstMessage);
  expect(await answered.promise).toEqual(idle);
});
