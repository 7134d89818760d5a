import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One folder below prisma/migrations. */
export interface Migration {
  readonly name: string;
  readonly script: string;
  /** As Prisma stores it with an applied migration: SHA-256 of the script, in hex. */
  readonly checksum: string;
}

export interface MigrationFolder {
  readonly path: string;
  /** In the order in which they are to be applied. */
  readonly migrations: readonly Migration[];
}

/** Reads the migrations of this package. The relative path is the same from src/ and from dist/. */
export async function readMigrations(): Promise<MigrationFolder> {
  const path = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const migrations = await Promise.all(names.map((name) => readMigration(path, name)));
  return { path, migrations };
}

async function readMigration(path: string, name: string): Promise<Migration> {
  const script = await readFile(join(path, name, 'migration.sql'), 'utf8');
  return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
}
