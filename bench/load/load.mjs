// `npm run load [-- --seconds 60] [--level 50,80,100] [--profile <directory>] [--json]`: everything that people, programs
// and the vendor send, mixed, to a bot on a real PostgreSQL, on this machine. First it is found out how much the bot can
// take (closed loop, 20 at a time); then shares of that arrive by schedule, and latency counts from when each was due.
// With --profile the bot leaves a CPU profile there.
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createHarness } from '../harness/harness.mjs';
import { manyApps } from '../harness/many-apps.mjs';
import { ask } from '../harness/postgres.mjs';
import { openSender, randomFrom } from './arrivals.mjs';
import { apps, mixOf, people } from './mix.mjs';
import { goalsOf, printLevel } from './report.mjs';
import { openTally } from './tally.mjs';

const { values: wanted } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    level: { type: 'string', default: '50,80,100' },
    profile: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const seconds = Number(wanted.seconds);
const levels = wanted.level.split(',').map(Number);
const calibration = { warmUp: 5, seconds: Math.min(10, seconds) };
/** So long the answers and the outbox may take to come to rest after a level. */
const restMs = 20_000;

const say = (text) => wanted.json || console.log(text);
let tally = openTally();

/** Whatever the bot tells Slack after an acknowledgement: an answer to a command, or a modal. */
function slackHears(method, body) {
  if (method.startsWith('said/')) tally.came(`said ${method.slice('said/'.length)}`);
  else if (method === 'views.open') tally.came(`opened ${new URLSearchParams(body).get('trigger_id')}`);
}

/** The bot's own log: what it calls an error is one. */
function botSays(text) {
  if (!text.startsWith('{')) return;
  const { level, msg, err } = JSON.parse(text);
  if (level >= 50) tally.wentWrong(`log: ${msg}${err ? `: ${err.message}` : ''}`);
}

async function untold(url) {
  const { rows } = await ask(
    url,
    `SELECT count(*)::int AS news FROM graphile_worker._private_jobs job JOIN graphile_worker._private_tasks task
     ON task.id = job.task_id WHERE task.identifier = 'change-updated' AND job.attempts < job.max_attempts`,
  );
  return rows[0].news;
}

/** Waits until everything has been answered and told, for a while. */
async function rest(url) {
  const until = performance.now() + restMs;
  while (performance.now() < until && (tally.missing() > 0 || (await untold(url)) > 0)) await pause(250);
}

async function measure({ level, capacity, sender, bot, url, random }) {
  tally = openTally();
  const perSecond = (capacity * level) / 100;
  const before = await bot.gauge();
  const began = performance.now();
  await sender.openLoop({ perSecond, seconds, random });
  const elapsed = performance.now() - began;
  const after = await bot.gauge();
  const left = await untold(url);
  await rest(url);
  const memory = { start: before.memory, end: after.memory, most: after.mostMemory };
  const cost = { cpu: (after.cpu - before.cpu) / 1000 / elapsed, memory, lag: after.lag };
  return { level, perSecond, seconds, ...tally.read(), bot: cost, untold: left };
}

async function main(harness) {
  const url = await harness.database('load');
  say(`Making ${apps} apps …`);
  const random = randomFrom(1);
  const mix = mixOf({ firstApp: await manyApps(url, apps), replyTo: harness.slack.replyTo, random });
  const flags = wanted.profile ? ['--cpu-prof', '--cpu-prof-dir', wanted.profile] : [];
  const env = { DATABASE_URL: url, OPERATORS: people.join(',') };
  const bot = await harness.startBot({ env, flags, heard: botSays });
  const sender = openSender({
    url: bot.url,
    mix,
    took: (arrival) => tally.took(arrival),
    expect: (id, arrival) => tally.expect(id, arrival),
  });
  say('Finding out how much the bot can take …');
  await sender.closedLoop({ concurrency: 20, seconds: calibration.warmUp });
  const capacity = await sender.closedLoop({ concurrency: 20, seconds: calibration.seconds });
  say(`Capacity: ${capacity.toFixed(0)} per s (closed loop, 20 at a time).`);
  await rest(url);
  const calibrated = tally.read().errors;
  for (const [what, count] of Object.entries(calibrated)) say(`  ${count} × ${what}`);
  const measured = [];
  for (const level of levels) {
    const result = await measure({ level, capacity, sender, bot, url, random });
    measured.push({ ...result, goals: goalsOf(result) });
    if (!wanted.json) printLevel(result);
  }
  await sender.close();
  await harness.stopPrograms();
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
  if (wanted.json)
    console.log(JSON.stringify({ machine, date: new Date().toISOString(), capacity, measured }, null, 2));
}

const harness = await createHarness({ slackHears });
try {
  await main(harness);
} finally {
  await harness.close();
}
