// The reference: a Bolt app with one listener of each kind that only acknowledges, a command with WORDS where there are
// some; with DATABASE_URL, a submitted modal is acknowledged after one bare INSERT transaction.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import bolt from '@slack/bolt';
import pg from 'pg';

const logger = {
  debug() {},
  info() {},
  warn() {},
  error: console.error,
  setLevel() {},
  getLevel: () => 'error',
  setName() {},
};
const receiver = new bolt.HTTPReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET, logger });
const authorize = async () => ({ botToken: 'xoxb-bench', botId: 'B1', botUserId: 'U1' });
const app = new bolt.App({ receiver, authorize, convoStore: false, logger });
const pool = process.env.DATABASE_URL && new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
if (pool)
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, at timestamptz NOT NULL, words jsonb NOT NULL)',
  );

const words = process.env.WORDS && JSON.parse(process.env.WORDS);
app.command(/^/, async ({ ack }) => ack(words));
app.view(/^/, async ({ ack, view }) => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO bare VALUES ($1, now(), $2)', [randomUUID(), JSON.stringify({ view: view.id })]);
  await client.query('COMMIT');
  client.release();
  await ack();
});

const server = createServer(receiver.requestListener).listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log('ready'),
);
process.once('SIGTERM', () => server.close(() => process.exit(0)));
