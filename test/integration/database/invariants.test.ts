import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { databases } from '../../support/databases.js';

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
  effective_from: instant,
  operation: 'register',
  rule_set: 'monthly',
  plan: 'pro',
  add_ons: '{}',
  state: 'active',
  used_allowances: [],
};
const change: Columns = {
  id: '00000000-0000-4000-8000-000000000000',
  operation: 'upgrade',
  sdk_app_id: 1,
  state: 'proposed',
  form_values: '{}',
  agreed_plan: '{}',
  author: 'U1',
  source: 'slack',
  created_at: instant,
  expires_at: later,
};
const message: Columns = {
  id: '00000000-0000-4000-8000-000000000001',
  recipient: 'C1',
  kind: 'limit-threshold',
  language: 'en',
  created_at: instant,
};
const postedColumns = { slack_channel_id: 'C1', slack_ts: '1.1', posted_at: instant, attempted_at: instant };
const notice: Columns = {
  dedupe_key: 'limit-threshold:1',
  kind: 'limit-threshold',
  sdk_app_id: 1,
  channel: 'C1',
  language: 'en',
  payload: '{}',
  occurred_at: instant,
};
const snooze: Columns = { sdk_app_id: 1, kind: 'limit-threshold', metric: '', until: later };
const crossing: Columns = {
  sdk_app_id: 1,
  metric: 'groupsPerUser',
  limit_value: 0,
  period: '',
  threshold_percent: 80,
  plan: 'pro',
  crossed_at: instant,
};
const reading: Columns = {
  sdk_app_id: 1,
  metric: 'groupsPerUser',
  day: '2026-01-31',
  measured_at: instant,
  value: 0,
  peak: 0,
};
const statement: Columns = { sdk_app_id: history.sdk_app_id, month: '2026-12', document: '{}', closed_at: later };
const decided = { decided_by: 'U2', decided_at: later };

const acceptedRows: readonly (readonly [what: string, table: string, row: Columns])[] = [
  ['an app', 'app', app],
  ['a name of a hundred characters of any script', 'app', { ...app, name: '名'.repeat(100) }],
  ['a validity', 'app', { ...app, valid_until: later, validity_anchor: instant, validity_months: 1 }],
  ['a disabled app', 'app', { ...app, state: 'disabled', disabled_at: instant }],
  ['a purged app', 'app', { ...app, state: 'purged', disabled_at: instant }],
  ['a suspended app', 'app', { ...app, state: 'suspended' }],
  ['a configuration', 'app_history', history],
  [
    'a configuration that used allowances',
    'app_history',
    { ...history, used_allowances: ['plan', 'maxGroupsPerUser'] },
  ],
  ['a proposal', 'change', change],
  ['a request', 'change', { ...change, state: 'pending', reason: 'because' }],
  ['an applied change', 'change', { ...change, state: 'applied', ...decided }],
  ['a declined change', 'change', { ...change, state: 'declined', ...decided, decline_reason: 'no' }],
  ['a notice', 'notice', notice],
  ...['ko', 'zh'].map((language) => [`a notice in ${language}`, 'notice', { ...notice, language }] as const),
  ['a message that nobody has tried to say', 'message', message],
  ['one that was tried', 'message', { ...message, attempted_at: instant }],
  ['one that stands in its version', 'message', { ...message, ...postedColumns, delivered_version: 1 }],
  ['one that is to be edited', 'message', { ...message, ...postedColumns, delivered_version: 1, wanted_version: 2 }],
  ['one that still lacks its file', 'message', { ...message, ...postedColumns, delivered_version: 0 }],
  [
    'one whose file was tried',
    'message',
    { ...message, ...postedColumns, delivered_version: 0, file_attempted_at: instant },
  ],
  ['one that was refused', 'message', { ...message, attempted_at: instant, failure: 'is_archived' }],
  ['a snooze of a kind', 'snooze', snooze],
  ['a snooze of a metric', 'snooze', { ...snooze, metric: 'groupsPerUser' }],
  ['a level of a limit of nothing', 'limit_crossing', crossing],
  ['another level of the same limit', 'limit_crossing', { ...crossing, threshold_percent: 100 }],
  ['a reading of nothing', 'usage_reading', reading],
  ['a reading below the peak of its day', 'usage_reading', { ...reading, peak: 5, value: 3 }],
  ['a statement', 'statement', statement],
];

const refusedRows: readonly (readonly [what: string, table: string, row: Columns, by: string])[] = [
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
  [
    'allowances that are missing',
    'app_history',
    { ...history, used_allowances: null },
    'app_history_used_allowances_check',
  ],
  [
    'an allowance without a name',
    'app_history',
    { ...history, used_allowances: [null] },
    'app_history_used_allowances_check',
  ],
  ['a change of app 0', 'change', { ...change, sdk_app_id: 0 }, 'change_sdk_app_id_check'],
  ['answers that are a list', 'change', { ...change, form_values: '[]' }, 'change_form_values_check'],
  ['an agreement that is a number', 'change', { ...change, agreed_plan: '1' }, 'change_agreed_plan_check'],
  ['a change that expires before it is made', 'change', { ...change, expires_at: instant }, 'change_expires_at_check'],
  ['who decided without when', 'change', { ...change, state: 'applied', decided_by: 'U2' }, 'change_decided_check'],
  ['when it was decided, but not by whom', 'change', { ...change, decided_at: later }, 'change_decided_check'],
  ['a proposal that is decided', 'change', { ...change, ...decided }, 'change_settled_check'],
  ['a request that is decided', 'change', { ...change, state: 'pending', ...decided }, 'change_settled_check'],
  ['an end that nobody decided', 'change', { ...change, state: 'expired' }, 'change_settled_check'],
  [
    'a declined change without why',
    'change',
    { ...change, state: 'declined', ...decided },
    'change_decline_reason_check',
  ],
  [
    'a why without a no',
    'change',
    { ...change, state: 'applied', ...decided, decline_reason: 'x' },
    'change_decline_reason_check',
  ],
  ['a notice in another language', 'notice', { ...notice, language: 'ja' }, 'notice_language_check'],
  ['facts that are a list', 'notice', { ...notice, payload: '[]' }, 'notice_payload_check'],
  ['facts that are null', 'notice', { ...notice, payload: 'null' }, 'notice_payload_check'],
  ['a notice of no message', 'notice', { ...notice, message_id: change['id'] }, 'notice_message_id_fkey'],
  ['an occasion twice', 'notice', { ...notice, dedupe_key: 'said' }, 'notice_pkey'],
  ['a message in another language', 'message', { ...message, language: 'ja' }, 'message_language_check'],
  [
    'a message that stands nowhere, yet is shown',
    'message',
    { ...message, delivered_version: 1 },
    'message_delivered_version_check',
  ],
  ['a version before the first', 'message', { ...message, delivered_version: -1 }, 'message_delivered_version_check'],
  [
    'a version that nobody wants',
    'message',
    { ...message, ...postedColumns, delivered_version: 2 },
    'message_delivered_version_check',
  ],
  ...['slack_channel_id', 'slack_ts', 'posted_at'].map(
    (column) =>
      [
        `a message without its ${column}`,
        'message',
        { ...message, ...postedColumns, [column]: null },
        'message_posted_check',
      ] as const,
  ),
  [
    'a message that nobody tried to say',
    'message',
    { ...message, ...postedColumns, attempted_at: null },
    'message_attempted_check',
  ],
  [
    'the file of a message that stands nowhere',
    'message',
    { ...message, file_attempted_at: instant },
    'message_file_check',
  ],
  ['a place in the order twice', 'message', { ...message, seq: 1000 }, 'message_seq_key'],
  ['a snooze twice', 'snooze', { ...snooze, kind: 'twice' }, 'snooze_pkey'],
  [
    'a level of nothing',
    'limit_crossing',
    { ...crossing, threshold_percent: 0 },
    'limit_crossing_threshold_percent_check',
  ],
  [
    'a limit below nothing',
    'limit_crossing',
    { ...crossing, limit_value: -1 },
    'limit_crossing_threshold_percent_check',
  ],
  ['a level twice', 'limit_crossing', { ...crossing, metric: 'twice' }, 'limit_crossing_pkey'],
  ['a reading below nothing', 'usage_reading', { ...reading, value: -1 }, 'usage_reading_value_check'],
  ['a reading above the peak of its day', 'usage_reading', { ...reading, value: 1 }, 'usage_reading_value_check'],
  ['a reading twice', 'usage_reading', { ...reading, metric: 'twice' }, 'usage_reading_pkey'],
  ['a statement of month 13', 'statement', { ...statement, month: '2026-13' }, 'statement_month_check'],
  ['a statement of a day', 'statement', { ...statement, month: '2026-12-01' }, 'statement_month_check'],
  ['a statement that is a list', 'statement', { ...statement, document: '[]' }, 'statement_document_check'],
  ['a statement of no app', 'statement', { ...statement, sdk_app_id: 404 }, 'statement_sdk_app_id_fkey'],
  ['a statement twice', 'statement', { ...statement, month: '2026-01' }, 'statement_pkey'],
];

describe.each(databases)('constraints in $name', ({ fresh }) => {
  let database: Database;

  beforeAll(async () => {
    database = await fresh();
    await insert('app', { ...app, sdk_app_id: history.sdk_app_id });
    await insert('app_history', { ...history, version: 7 });
    await insert('notice', { ...notice, dedupe_key: 'said' });
    await insert('message', { ...message, id: randomUUID(), seq: 1000 });
    await insert('snooze', { ...snooze, kind: 'twice' });
    await insert('limit_crossing', { ...crossing, metric: 'twice' });
    await insert('usage_reading', { ...reading, metric: 'twice' });
    await insert('statement', { ...statement, month: '2026-01' });
  });

  async function insert(table: string, row: Columns, on: Pick<ClientBase, 'query'> = database.workerPool) {
    const names = Object.keys(row);
    const columns = names.map((name) => `"${name}"`);
    const places = names.map((_, at) => `$${at + 1}`);
    await on.query(`INSERT INTO ${table} (${columns}) VALUES (${places})`, Object.values(row));
  }

  async function insertAndRollBack(table: string, row: Columns): Promise<void> {
    const client = await database.workerPool.connect();
    try {
      await client.query('BEGIN');
      await insert(table, row, client);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  test.each(acceptedRows)('accept %s', async (_what, table, row) => {
    await expect(insertAndRollBack(table, row)).resolves.toBeUndefined();
  });

  test.each(refusedRows)('refuse %s', async (_what, table, row, constraint) => {
    await expect(insertAndRollBack(table, row)).rejects.toMatchObject({ constraint });
  });

  test('allow one pending change per app and operation, and any number of others', async () => {
    const open = (more: Columns) => insert('change', { ...change, id: randomUUID(), state: 'pending', ...more });
    await open({ sdk_app_id: 5 });
    await expect(open({ sdk_app_id: 5 })).rejects.toMatchObject({ constraint: 'change_one_pending_key' });
    await open({ sdk_app_id: 5, operation: 'disable' });
    await open({ sdk_app_id: 6 });
    await open({ sdk_app_id: 5, state: 'proposed' });
    await open({ sdk_app_id: 5, state: 'proposed' });
    await open({ sdk_app_id: 5, state: 'expired', ...decided });
  });

  test('keep statements frozen', async () => {
    for (const touch of [`UPDATE statement SET month = '2026-02'`, 'DELETE FROM statement', 'TRUNCATE statement'])
      await expect(database.workerPool.query(touch)).rejects.toThrow('a statement is frozen');
  });

  test('keep a notice whose message is deleted, without a message', async () => {
    await insert('message', message);
    await insert('notice', { ...notice, message_id: message['id'] });
    await database.workerPool.query('DELETE FROM message');
    const { rows } = await database.workerPool.query('SELECT message_id FROM notice WHERE dedupe_key = $1', [
      notice['dedupe_key'],
    ]);
    expect(rows).toEqual([{ message_id: null }]);
  });

  test('keep an app that has history', async () => {
    const removed = database.workerPool.query('DELETE FROM app WHERE sdk_app_id = $1', [history.sdk_app_id]);
    await expect(removed).rejects.toMatchObject({ constraint: 'app_history_sdk_app_id_fkey' });
  });
});
