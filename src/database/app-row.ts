import type { AddOns, App } from '../domain/app.js';
import { searchKey } from '../domain/app-name.js';
import type { App as AppRow } from './generated/client.js';

/** An app with its version, the optimistic lock. */
interface AppAtVersion {
  readonly app: App;
  readonly version: number;
}

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : '';

/**
 * Every column of `app` with its value: the only list of them in TypeScript, as `app_to_json` is the only one in SQL.
 */
const columns = {
  sdk_app_id: ({ app }) => app.sdkAppId,
  name: ({ app }) => app.name,
  account: ({ app }) => app.account,
  data_center: ({ app }) => app.dataCenter,
  rule_set: ({ app }) => app.ruleSet,
  plan: ({ app }) => app.plan,
  add_ons: ({ app }) => app.addOns,
  state: ({ app }) => app.state,
  valid_until: ({ app }) => app.validity?.until ?? null,
  validity_anchor: ({ app }) => app.validity?.anchor ?? null,
  validity_months: ({ app }) => app.validity?.months ?? null,
  disabled_at: ({ app }) => app.disabledAt,
  owner: ({ app }) => app.owner,
  tags: ({ app }) => app.tags,
  channel: ({ app }) => app.channel,
  language: ({ app }) => app.language,
  created_at: ({ app }) => app.createdAt,
  held_since: ({ app }) => app.heldSince,
  registered_at: ({ app }) => app.registeredAt,
  retired_at: ({ app }) => app.retiredAt,
  version: ({ version }) => version,
  folded_name: ({ app }) => searchKey(app.name),
} as const satisfies Readonly<Record<SnakeCase<keyof AppRow>, (row: AppAtVersion) => unknown>>;

type AppColumn = keyof typeof columns;

export const appColumns = Object.keys(columns) as readonly AppColumn[];

/** The columns that can change after an app was registered: all but its id. */
export const mutableAppColumns = appColumns.filter((column) => column !== 'sdk_app_id');

/** The properties of a row that are instants. */
export const appInstants = [
  'validUntil',
  'validityAnchor',
  'disabledAt',
  'createdAt',
  'heldSince',
  'registeredAt',
  'retiredAt',
] as const satisfies readonly (keyof AppRow)[];

/** The SELECT list that returns rows with Prisma's property names, in camel case. */
export const appRowSelection = appColumns.map((column) => `${column} AS "${camelCase(column)}"`).join(', ');

/** The row of an app as JSON, with column names as keys. */
export function appToRow(row: AppAtVersion): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, value(row)]));
}

/** An app from its row: instants become ISO strings in UTC. */
export function appFromRow(row: AppRow): App {
  const { validUntil, validityAnchor, validityMonths } = row;
  return {
    sdkAppId: row.sdkAppId,
    name: row.name,
    account: row.account,
    dataCenter: row.dataCenter,
    ruleSet: row.ruleSet,
    plan: row.plan,
    addOns: row.addOns as AddOns,
    state: row.state,
    validity:
      validUntil && validityAnchor && validityMonths !== null
        ? { anchor: validityAnchor.toISOString(), months: validityMonths, until: validUntil.toISOString() }
        : null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    owner: row.owner,
    tags: row.tags,
    channel: row.channel,
    language: row.language,
    createdAt: row.createdAt.toISOString(),
    heldSince: row.heldSince?.toISOString() ?? null,
    registeredAt: row.registeredAt?.toISOString() ?? null,
    retiredAt: row.retiredAt?.toISOString() ?? null,
  };
}

/** The name that Prisma gives to a column. */
function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * A row that came as JSON (`to_jsonb`), as Prisma would have given it: names in camel case, and the named columns,
 * which are instants, as dates.
 */
export function rowFromJson<T>(row: Readonly<Record<string, unknown>>, instants: readonly (keyof T & string)[]): T {
  const dates: readonly string[] = instants;
  const values = Object.entries(row).map(([column, value]) => {
    const name = camelCase(column);
    return [name, typeof value === 'string' && dates.includes(name) ? new Date(value) : value];
  });
  return Object.fromEntries(values) as T;
}
