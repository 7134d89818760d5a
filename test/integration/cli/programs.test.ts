import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMigrations } from '../../../src/database/migrate/migration-folder.js';
import { compiled } from '../../support/compiled.js';
import { createDatabaseUrl, createDataDirectory, createTempDirectory } from '../../support/databases.js';

/** Runs a compiled program with only these variables, without a home directory, and returns what it printed. */
async function run(program: string, env: Record<string, string>, cwd?: string) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env }, cwd: cwd ?? '/' };
    const child = execFile(process.execPath, [join(compiled(), 'cli', program)], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('migrate', () => {
  test('migrates a database on a server, and says that there is nothing to do', async () => {
    const DATABASE_URL = await createDatabaseUrl('template0');
    const { migrations } = await readMigrations();
    const first = await run('migrate.js', { DATABASE_URL });
    expect(first).toMatchObject({ code: 0, err: '' });
    for (const { name } of migrations) expect(first.out).toContain(name);
    expect(await run('migrate.js', { DATABASE_URL })).toEqual({
      code: 0,
      out: 'The database is up to date.\n',
      err: '',
    });
  });

  test('needs no home directory, as a user without an entry in passwd', async () => {
    const preload = join(await createTempDirectory(), 'no-home.cjs');
    await writeFile(
      preload,
      `require('node:os').homedir = () => {
         if (process.env.HOME) return process.env.HOME;
         throw new Error('uv_os_homedir returned ENOENT');
       };
       require('node:module').syncBuiltinESMExports();`,
    );
    const env = { DATABASE_URL: await createDatabaseUrl(), NODE_OPTIONS: `--require ${preload}` };
    expect(await run('migrate.js', env)).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
  });

  test('opens the embedded database', async () => {
    const result = await run('migrate.js', { DATA_DIR: await createDataDirectory() });
    expect(result).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
  });

  test.each<[string, (url: string) => string, RegExp]>([
    ['no server', () => 'postgresql://me@127.0.0.1:1/x', /^connect ECONNREFUSED 127.0.0.1:1\nCheck host and port/],
    ['no such database', (url) => `${url}_none`, /does not exist\nCreate the database/],
    [
      'a wrong password',
      (url) => url.replace(':postgres@', ':wrong@'),
      /^password authentication failed.*\nCheck user/,
    ],
  ])('%s: a sentence, no stack', async (_, urlFrom, sentence) => {
    const { code, err } = await run('migrate.js', { DATABASE_URL: urlFrom(await createDatabaseUrl('template0')) });
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
    expect(err).not.toContain('    at ');
  });

  test('a database in another encoding is refused with a sentence', async () => {
    const latin = await createDatabaseUrl('template0', "ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
    const { code, err } = await run('migrate.js', { DATABASE_URL: latin });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^The database must be encoded in UTF8; it is LATIN1/),
    });
  });
});

describe('config:check', () => {
  const slack = { SLACK_BOT_TOKEN: 'xoxb-hush-hush', SLACK_SIGNING_SECRET: 'hush-hush' };

  test('says what was understood, without secrets, and warns', async () => {
    const { code, out } = await run('config-check.js', {
      ...slack,
      OPERATORS: 'U1,U2',
      APPROVERS: 'U3',
      OPERATOR: 'U4',
      API_TOKENS: 'gateway:hush-hush-hush-hush',
      DATABASE_URL: 'postgresql://me:hush-hush@/imapp?host=/run/postgresql',
    });
    expect(code).toBe(0);
    for (const line of [
      'Roles: no admin, 2 operators, 1 approver.',
      'Database: PostgreSQL at /run/postgresql/imapp, up to 22 connections.',
      'API: gateway.',
      'Warning: OPERATOR is not a setting and has no effect; OPERATORS is one.',
    ])
      expect(out.split('\n')).toContain(line);
    expect(out).not.toContain('hush-hush');
  });

  test('lists every problem and exits with 1', async () => {
    const { code, err } = await run('config-check.js', {
      ...slack,
      PORT: 'x',
      DATABASE_URL: 'postgresql://db/x?schema=y',
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^The settings cannot be used:\n {2}- PORT takes a port.*\n {2}- DATABASE_URL has \?schema/);
  });

  test('reads a .env file that begins with a byte order mark', async () => {
    const directory = await createTempDirectory();
    await writeFile(
      join(directory, '.env'),
      '\uFEFFSLACK_BOT_TOKEN=xoxb-a\nSLACK_SIGNING_SECRET=b\nADMINS=U1\nFAVOURITE=x\n',
    );
    const { code, out } = await run('config-check.js', {}, directory);
    expect(code).toBe(0);
    expect(out).toContain('Slack: HTTP, at /slack/events.');
    expect(out).toContain('Warning: Nobody can approve: U1 is the only one');
    expect(out).toContain('Warning: FAVOURITE in .env is not a setting');
  });
});
