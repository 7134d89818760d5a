import { expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { book, bookAt, bookCsv } from '../../fixtures/app-book.js';
import { databases } from '../../support/databases.js';
import { changeOf, kim } from '../../support/service.js';
import { createHarness, type Harness } from './harness.js';

/** What the API says of every app of the book. */
async function said(api: Harness) {
  const rows = [];
  for (const { sdkAppId } of book) {
    const { body: app } = await api.get(`/v1/apps/${sdkAppId}`);
    const { body: bill } = await api.get(`/v1/apps/${sdkAppId}/statement`);
    const plan = app.changes.find(({ item }: { item: string }) => item === 'plan');
    rows.push({
      sdkAppId,
      ...{ state: app.state, validUntil: app.validUntil, mayChangePlan: plan?.allowed === true },
      fee: bill.forecast.total,
    });
  }
  return rows;
}

const expected = book.map(({ sdkAppId, expected: values }) => ({ sdkAppId, ...values }));

test.each(databases)(
  '500 apps of all rule sets, states and ages come in by the API on the $name database',
  async ({ fresh }) => {
    const api = await createHarness(await fresh());
    api.clock.moveTo(bookAt);
    const shown = await api.post('/v1/imports', { csv: bookCsv(), dryRun: true });
    expect(shown.body.rows.filter(({ outcome }: { outcome: string }) => outcome !== 'new')).toEqual([]);
    expect((await api.post('/v1/imports', { csv: bookCsv(), rows: 'all' })).body).toMatchObject({ imported: 500 });
    expect(await said(api)).toEqual(expected);
    expect((await api.post('/v1/imports', { csv: bookCsv() })).body).toMatchObject({ imported: 0 });
  },
);

test.each(databases)('and by the form on the $name database', async ({ fresh }) => {
  const api = await createHarness(await fresh());
  api.clock.moveTo(bookAt);
  const values = { file: bookCsv(), rows: 'all' };
  const shown = changeOf(await api.changes.propose(kim, { operation: 'import', sdkAppId: null, values }), 'preview');
  changeOf(await api.changes.confirm(kim, shownPlanOf(shown)), 'applied');
  expect(await said(api)).toEqual(expected);
});
