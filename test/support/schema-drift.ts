import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { Pool, QueryResult } from 'pg';
import { adapterOf, startSchemaEngine } from './schema-engine.js';

/**
 * The OID of PostgreSQL's type "char", used for constraint kinds in pg_catalog. Prisma's adapter does not support it.
 */
const charType = 18;
const textType = 25;

/** The migration from this database to the schema file, as Prisma's engine computes it. */
export async function schemaDrift(pool: Pool): Promise<string | null> {
  const path = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url));
  const files = [{ path, content: await readFile(path, 'utf8') }];
  const engine = await startSchemaEngine(withCharType(pool));
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: path },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return stdout;
}

/** Prisma's adapter with support for that type. */
function withCharType(pool: Pool) {
  let chars: boolean[] = [];
  const query: (...asked: unknown[]) => Promise<QueryResult> = pool.query.bind(pool);
  Object.assign(pool, {
    async query(...asked: unknown[]) {
      const result = await query(...asked);
      chars = result.fields.map(({ dataTypeID }) => dataTypeID === charType);
      for (const field of result.fields) if (field.dataTypeID === charType) field.dataTypeID = textType;
      return result;
    },
  });
  const factory = adapterOf(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (asked) => {
      const result = await queryRaw(asked);
      const columnTypes = result.columnTypes.map((type, at) => (chars[at] ? ColumnTypeEnum.Character : type));
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return factory;
}
