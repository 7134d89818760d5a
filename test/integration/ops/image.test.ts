import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startWorkspace } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { afterTest, createDatabaseUrl, createTempDirectory, databases } from '../../support/databases.js';
import { freePort } from '../../support/free-port.js';
import { imageFolder, productionPackages } from '../../support/image.js';
import { startProcess, stopProcess } from '../../support/process.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const lines = read('Dockerfile').replaceAll(/\\\n/g, ' ').split('\n');
const instruction = (word: string) => lines.filter((line) => line.startsWith(`${word} `));

describe('Dockerfile', () => {
  /** What it copies from here, without what it copies from the stage before. */
  const copied = instruction('COPY')
    .filter((line) => !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));

  test('copies only files that exist and are not ignored', () => {
    const ignore = read('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(ignore, path).toContain(`!${path}`);
    }
  });

  test('removes only files of dist that exist', () => {
    const [, removed = ''] = /&& rm -r (.*?) &&/.exec(lines.join('\n')) ?? [];
    for (const pattern of removed.trim().split(/\s+/)) {
      const source = pattern.replace(/^dist/, 'src');
      expect(existsSync(join(root, source)), source).toBe(true);
    }
  });

  test('runs without root, has a stop signal and a health check, and contains no secret', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER node');
    expect(last).toContain('STOPSIGNAL SIGTERM');
    expect(last.some((line) => line.startsWith('HEALTHCHECK ') && line.includes('/healthz'))).toBe(true);
    expect(last).toContain('CMD ["node", "dist/main.js"]');
    expect(instruction('FROM').every((line) => line.startsWith('FROM node:24-slim'))).toBe(true);
    expect(read('Dockerfile')).not.toMatch(/TOKEN|SECRET|PASSWORD/);
  });
});

describe('compose.yaml', () => {
  const { services } = parse(read('compose.yaml'));

  test('waits for a healthy database, restarts the bot, and gives it time to stop', () => {
    const { bot, database } = services;
    expect(bot).toMatchObject({
      depends_on: { database: { condition: 'service_healthy' } },
      restart: 'unless-stopped',
      read_only: true,
      env_file: '.env',
    });
    expect(Number.parseInt(bot.stop_grace_period, 10)).toBeGreaterThan(28);
    expect(database).toMatchObject({
      image: 'postgres:18',
      healthcheck: { test: expect.arrayContaining(['pg_isready']) },
    });
  });

  test('contains no secret', () => {
    for (const { environment } of Object.values<{ environment: object }>(services))
      for (const name of Object.keys(environment)) expect(name).not.toMatch(/TOKEN|SECRET|PASSWORD|KEY|URL/);
  });
});

/** What a module imports when it is loaded, or loads later; without types. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replace(/^(im|ex)port type [^;]*;/gm, '');
  const names = text.matchAll(/(?:\bfrom |\bimport\(|^import |\.resolve\()'([^']+)'/gm);
  return [...names].map(([, name = '']) => name).filter((name) => !name.startsWith('node:'));
}

/** Every package that the program names, by a file that does; what production does not load is left out. */
function packagesNamed(entry: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const files = new Set([join(root, entry)]);
  for (const file of files) {
    for (const name of importsOf(file)) {
      const path = resolve(dirname(file), name.replace(/\.js$/, '.ts'));
      if (!name.startsWith('.'))
        found.set(name.split('/', name.startsWith('@') ? 2 : 1).join('/'), relative(root, file));
      else if (!path.includes('/src/demo/')) files.add(path);
    }
  }
  return found;
}

describe('production image', () => {
  test.each(['src/main.ts', 'src/cli/audit-verify.ts', 'src/cli/migrate.ts'])(
    '%s names no package that is only there for development',
    (entry) => {
      const { dependencies } = JSON.parse(read('package.json'));
      const kept = productionPackages();
      const named = packagesNamed(entry);
      expect(named.size).toBeGreaterThan(5);
      for (const [name, file] of named) {
        expect(Object.keys(dependencies), `${file} imports ${name}`).toContain(name);
        expect(kept).toContain(`node_modules/${name}`);
      }
    },
  );

  test.each(databases)(
    'starts with no other package, on the $name database, and stops',
    async ({ name }) => {
      const app = await imageFolder();
      const secrets = { botToken: 'xoxb-image', appToken: 'xapp-image', signingSecret: 'a-secret' };
      const workspace = await startWorkspace({ ...secrets, scopes: ['commands'], now: Date.now, strictRate: 'off' });
      afterTest(() => workspace.close());
      const port = await freePort();
      const bot = await startProcess(join(app, 'dist/main.js'), {
        NODE_ENV: 'production',
        // Otherwise packages would find what stands beside them in the folder that the links lead to.
        NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main',
        SLACK_BOT_TOKEN: secrets.botToken,
        SLACK_SIGNING_SECRET: secrets.signingSecret,
        SLACK_API_URL: workspace.url,
        PORT: String(port),
        HOST: '127.0.0.1',
        ...(name === 'embedded'
          ? { DATA_DIR: await createTempDirectory() }
          : { DATABASE_URL: await createDatabaseUrl('template0') }),
      });
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
      expect(await stopProcess(bot, 'SIGTERM')).toBe(0);
    },
    60_000,
  );
});
