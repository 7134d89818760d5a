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

/** Node has it, but its type is part of TypeScript's DOM library only. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/**
 * Starts Prisma's own migration engine, the one behind `prisma migrate`: its WebAssembly build, which is an npm
 * package. The native build would have to be downloaded from elsewhere.
 */
export async function startSchemaEngine(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<glue.SchemaEngine> {
  loaded ??= load();
  await loaded;
  return glue.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
}

/**
 * The engine's database adapter. The pool must have one connection, since the engine takes a lock on it. Scripts are
 * sent whole: Prisma's adapter would split them at every semicolon, inside functions too.
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

/** Throws PostgreSQL's error in the form that the engine expects. */
function asDriverError(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error;
  const { code = '', severity = '', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/** The engine can be loaded once per process. */
let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await readFile(script.replace(/js$/, 'wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': { ...glue } });
  // The engine calls this when it panics. Without it, it fails with an error that does not tell why.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwPanic } });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function throwPanic(message: string): never {
  throw new Error(`Prisma's migration engine gave up: ${message}`);
}
