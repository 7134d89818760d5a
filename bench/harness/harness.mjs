import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from './postgres.mjs';
import { startProgram } from './program.mjs';
import { startSlack } from './slack.mjs';
import { secrets } from './slack-requests.mjs';

/**
 * Where things are measured: starts PostgreSQL, the bot and what it is compared with, each in a process of its own, and
 * ends whatever it started, also when it is interrupted.
 */
export async function createHarness({ slackHears } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'imapp-bench-'));
  const slack = await startSlack(slackHears);
  const programs = new Set();
  let postgres;

  async function start(file, { env, ...how }) {
    const program = await startProgram(file, { ...how, env: { HOST: '127.0.0.1', PORT: await freePort(), ...env } });
    programs.add(program);
    return program;
  }

  async function stopPrograms() {
    await Promise.all([...programs].map((program) => program.stop()));
    programs.clear();
  }

  // Also when it is interrupted; PostgreSQL's package sees to the server itself then.
  process.once('exit', () => {
    for (const program of programs) program.kill();
    rmSync(scratch, { recursive: true, force: true });
  });

  return {
    scratch,
    slack,
    start,
    /** The bot as it is started in production, on a database by its URL or in a directory of its own. */
    startBot({ env, heard = showErrors, ...how }) {
      const channels = { APPROVALS_CHANNEL: 'CAPPROVALS', NOTICES_CHANNEL: 'CNOTICES', OPERATORS: 'UBENCH' };
      return start('dist/main.js', {
        ...how,
        heard,
        env: { ...secrets, ...channels, SLACK_API_URL: slack.url, ...env },
      });
    },
    /** A new database on a real PostgreSQL, which is started when it is first needed. Answers its URL. */
    async database(name) {
      postgres ??= startPostgres();
      return (await postgres).database(name);
    },
    postgresql: async () => (await postgres)?.version ?? null,
    stopPrograms,
    async close() {
      await stopPrograms();
      slack.stop();
      await (await postgres)?.stop();
    },
  };
}

/** What the bot notes as an error is seen, wherever the figures go. */
function showErrors(line) {
  if (!/^{"level":[56]0/.test(line)) return;
  const { msg, err } = JSON.parse(line);
  console.error(`the bot: ${msg}: ${err?.message}`);
}
