import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { DatabaseError, type Pool } from 'pg';

/** Node has it; its type comes with the browser's. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/**
 * Prisma's own migration engine, the one behind `prisma migrate`.
 *
 * It is the engine as WebAssembly from the package registry: the native one would have to be downloaded elsewhere.
 */
export async function startSchemaEngine(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<glue.SchemaEngine> {
  loaded ??= load();
  await loaded;
  return glue.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
}

/**
 * The engine's way to the database: a pool of one connection, since the engine takes a lock that belongs to it.
 * Prisma's adapter would cut a script at every semicolon, inside functions too; PostgreSQL takes it whole.
 */
export function adapterOf(pool: Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pool.query(script).catch(asDriverError);
    };
    return adapter;
  };
  return factory;
}

/** What PostgreSQL said, in the form in which the engine passes it on. */
function asDriverError(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error;
  const { code = '', severity = '', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/** The script that comes with the engine can serve one instance per process. */
let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await readFile(script.replace(/js$/, 'wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': { ...glue } });
  // Where the engine leaves its last words; it would fail for want of this place, and not say why.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: giveUp } });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function giveUp(message: string): never {
  throw new Error(`Prisma's migration engine gave up: ${message}`);
}
