import type { ClientBase } from 'pg';

/**
 * What every connection relies on, whatever the defaults of the server, the database or the role are.
 *
 * UTC: Prisma's adapter writes instants without their offset and reads them past it (prisma/orm issues 26786 and 28629),
 * so they would be wrong by hours in any other zone. Instants and intervals are parsed in these formats only. Whether
 * writing is allowed by default is left as it is: that default is how administrators stop writes.
 */
const sessionSettings = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  search_path: 'public',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  array_nulls: 'on',
  check_function_bodies: 'on',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  lock_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

/**
 * Settings that this version of PostgreSQL does not have are left out. What was acknowledged must outlast a crash of the
 * server, so commits wait at least for its own disk.
 */
const applySettings = `
  SELECT set_config(name, value, false) FROM json_each_text($1) AS setting(name, value)
   WHERE current_setting(name, true) IS NOT NULL
  UNION ALL
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/** The limits of a pool for its statements and idle transactions, in milliseconds; undefined: as the server has it. */
export interface SessionLimits {
  readonly statement_timeout?: false | number | undefined;
  readonly idle_in_transaction_session_timeout?: number | undefined;
}

/** Applies the settings to a new connection. */
export async function applySessionSettings(
  client: ClientBase,
  { statement_timeout, idle_in_transaction_session_timeout }: SessionLimits,
): Promise<void> {
  const limits = { statement_timeout, idle_in_transaction_session_timeout };
  await client.query(applySettings, [JSON.stringify({ ...sessionSettings, ...limits })]);
}
