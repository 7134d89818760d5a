import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.js';
import { databases } from '../support/databases.js';

type Columns = Readonly<Record<string, unknown>>;

const instant = '2026-01-31T00:00:00.000Z';
const later = '2026-02-28T00:00:00.000Z';

const app: Columns = {
  sdk_app_id: 1_400_000_001,
  name: 'An app',
  account: 'acme',
  data_center: 'seoul',
  rule_set: 'monthly',
  plan: 'pro',
  add_ons: '{}',
  state: 'active',
  created_at: instant,
  version: 1,
};
const history: Columns = {
  sdk_app_id: 1_400_000_000,
  version: 1,
  from: instant,
  operation: 'register',
  rule_set: 'monthly',
  plan: 'pro',
  add_ons: '{}',
  state: 'active',
  changed: [],
};
const change: Columns = {
  id: '00000000-0000-4000-8000-000000000000',
  operation: 'upgrade',
  sdk_app_id: 1,
  state: 'proposed',
  answers: '{}',
  agreed: '{}',
  author: 'U1',
  door: 'slack',
  created_at: instant,
  expires_at: later,
};
const decided = { decided_by: 'U2', decided_at: later };

const accepted: readonly [what: string, table: string, row: Columns][] = [
  ['an app', 'app', app],
  ['a name of a hundred characters of any script', 'app', { ...app, name: '名'.repeat(100) }],
  ['a validity', 'app', { ...app, valid_until: later, validity_anchor: instant, validity_months: 1 }],
  ['a disabled app', 'app', { ...app, state: 'disabled', disabled_at: instant }],
  ['a purged app', 'app', { ...app, state: 'purged', disabled_at: instant }],
  ['a suspended app', 'app', { ...app, state: 'suspended' }],
  ['a configuration', 'app_history', history],
  ['a configuration that used allowances', 'app_history', { ...history, changed: ['plan', 'maxGroupsPerUser'] }],
  ['a proposal', 'change', change],
  ['a request', 'change', { ...change, state: 'awaiting', reason: 'because' }],
  ['an applied change', 'change', { ...change, state: 'applied', ...decided }],
  ['a declined change', 'change', { ...change, state: 'declined', ...decided, answer: 'no' }],
];

const refused: readonly [what: string, table: string, row: Columns, by: string][] = [
  ['an app id below 1', 'app', { ...app, sdk_app_id: 0 }, 'app_sdk_app_id_check'],
  ['a version below 1', 'app', { ...app, version: 0 }, 'app_version_check'],
  ['no name', 'app', { ...app, name: '' }, 'app_name_check'],
  ['a blank name', 'app', { ...app, name: ' \t\n' }, 'app_name_check'],
  ['a name of 101 characters', 'app', { ...app, name: '名'.repeat(101) }, 'app_name_check'],
  ['add-ons that are a list', 'app', { ...app, add_ons: '[]' }, 'app_add_ons_check'],
  ['add-ons that are null', 'app', { ...app, add_ons: 'null' }, 'app_add_ons_check'],
  ['an end of validity alone', 'app', { ...app, valid_until: later }, 'app_validity_check'],
  ['an end without its months', 'app', { ...app, valid_until: later, validity_anchor: instant }, 'app_validity_check'],
  [
    'a validity of no months',
    'app',
    { ...app, valid_until: later, validity_anchor: instant, validity_months: 0 },
    'app_validity_months_check',
  ],
  [
    'a validity that ends where it begins',
    'app',
    { ...app, valid_until: instant, validity_anchor: instant, validity_months: 1 },
    'app_valid_until_check',
  ],
  ['a disabled app without since when', 'app', { ...app, state: 'disabled' }, 'app_disabled_at_check'],
  ['a purged app without since when', 'app', { ...app, state: 'purged' }, 'app_disabled_at_check'],
  ['an active app that is disabled', 'app', { ...app, disabled_at: instant }, 'app_disabled_at_check'],
  ['a configuration numbered 0', 'app_history', { ...history, version: 0 }, 'app_history_version_check'],
  ['a configuration of no app', 'app_history', { ...history, sdk_app_id: 404 }, 'app_history_sdk_app_id_fkey'],
  ['a configuration twice', 'app_history', { ...history, version: 7 }, 'app_history_pkey'],
  ['add-ons in history that are text', 'app_history', { ...history, add_ons: '"x"' }, 'app_history_add_ons_check'],
  ['allowances that are missing', 'app_history', { ...history, changed: null }, 'app_history_changed_check'],
  ['an allowance without a name', 'app_history', { ...history, changed: [null] }, 'app_history_changed_check'],
  ['a change of app 0', 'change', { ...change, sdk_app_id: 0 }, 'change_sdk_app_id_check'],
  ['answers that are a list', 'change', { ...change, answers: '[]' }, 'change_answers_check'],
  ['an agreement that is a number', 'change', { ...change, agreed: '1' }, 'change_agreed_check'],
  ['a change that expires before it is made', 'change', { ...change, expires_at: instant }, 'change_expires_at_check'],
  ['who decided without when', 'change', { ...change, state: 'applied', decided_by: 'U2' }, 'change_decided_check'],
  ['when it was decided, but not by whom', 'change', { ...change, decided_at: later }, 'change_decided_check'],
  ['a proposal that is decided', 'change', { ...change, ...decided }, 'change_settled_check'],
  ['a request that is decided', 'change', { ...change, state: 'awaiting', ...decided }, 'change_settled_check'],
  ['an end that nobody decided', 'change', { ...change, state: 'expired' }, 'change_settled_check'],
  ['a declined change without why', 'change', { ...change, state: 'declined', ...decided }, 'change_answer_check'],
  ['a why without a no', 'change', { ...change, state: 'applied', ...decided, answer: 'x' }, 'change_answer_check'],
];

describe.each(databases)('invariants in $name', ({ fresh }) => {
  let database: Database;

  beforeAll(async () => {
    database = await fresh();
    await insert('app', { ...app, sdk_app_id: history.sdk_app_id });
    await insert('app_history', { ...history, version: 7 });
  });

  async function insert(table: string, row: Columns, on: Pick<ClientBase, 'query'> = database.workerPool) {
    const names = Object.keys(row);
    const columns = names.map((name) => `"${name}"`);
    const places = names.map((_, at) => `$${at + 1}`);
    await on.query(`INSERT INTO ${table} (${columns}) VALUES (${places})`, Object.values(row));
  }

  async function insertAndForget(table: string, row: Columns): Promise<void> {
    const client = await database.workerPool.connect();
    try {
      await client.query('BEGIN');
      await insert(table, row, client);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  test.each(accepted)('accept %s', async (_what, table, row) => {
    await expect(insertAndForget(table, row)).resolves.toBeUndefined();
  });

  test.each(refused)('refuse %s', async (_what, table, row, constraint) => {
    await expect(insertAndForget(table, row)).rejects.toMatchObject({ constraint });
  });

  test('allow one open change per app and operation, and any number of others', async () => {
    const open = (more: Columns) => insert('change', { ...change, id: randomUUID(), state: 'awaiting', ...more });
    await open({ sdk_app_id: 5 });
    await expect(open({ sdk_app_id: 5 })).rejects.toMatchObject({ constraint: 'change_one_awaiting_key' });
    await open({ sdk_app_id: 5, operation: 'disable' });
    await open({ sdk_app_id: 6 });
    await open({ sdk_app_id: 5, state: 'proposed' });
    await open({ sdk_app_id: 5, state: 'proposed' });
    await open({ sdk_app_id: 5, state: 'expired', ...decided });
  });

  test('keep an app that has a history', async () => {
    const removed = database.workerPool.query('DELETE FROM app WHERE sdk_app_id = $1', [history.sdk_app_id]);
    await expect(removed).rejects.toMatchObject({ constraint: 'app_history_sdk_app_id_fkey' });
  });
});
