import { describe, expect, test } from 'vitest';
import { history } from '../../../src/operations/history/history.js';
import { operations } from '../../../src/operations/index.js';
import type { AuditEntry } from '../../../src/operations/operation.js';
import { appWith, developerApp } from '../../fixtures/domain.js';
import { at, english, formOf, operationContext, planOf } from '../../fixtures/operation-context.js';

const event = (parts: Partial<AuditEntry> = {}): AuditEntry => ({
  at,
  actor: 'UKIM',
  action: 'upgrade.applied',
  before: null,
  after: null,
  reason: null,
  snooze: null,
  reading: null,
  ...parts,
});
const lines = (...events: AuditEntry[]) => english(planOf(history, operationContext({ events, operations })).lines);
const when = 'Nov 21, 2026, 12:00 GMT+8';

test('the history of an app without events says so, and links to the app', () => {
  expect(formOf(history, operationContext())).toEqual([]);
  expect(lines()).toEqual(['*History of shop (1400000001)*, newest first', 'Nothing has happened yet.']);
  const plan = planOf(history, operationContext());
  expect(plan).toMatchObject({ updates: [], nextActions: [{ operation: 'show', sdkAppId: 1400000001 }] });
});

describe('an event in the history', () => {
  test.each([
    ['disable.requested', `${when} · UKIM asked for approval: *Disable*`],
    ['upgrade.applied', `${when} · UKIM: *Upgrade*`],
    ['disable.approved', `${when} · UKIM approved: *Disable*`],
    ['disable.declined', `${when} · UKIM declined: *Disable*`],
    ['disable.expired', `${when} · nobody decided in time: *Disable*`],
    ['disable.outdated', `${when} · the app or its fees had changed, so the request became void: *Disable*`],
    ['disable.unauthorized', `${when} · the author no longer had the role, so the request became void: *Disable*`],
    ['restore.something', `${when} · UKIM: Restore`],
    ['restore', `${when} · UKIM: Restore`],
  ])('%s has a line', (action, line) => {
    expect(lines(event({ action }))).toEqual([expect.any(String), line]);
  });

  test('that registered the app shows its configuration', () => {
    const after = developerApp('2026-11-01T04:00:00.000Z');
    expect(lines(event({ action: 'register.applied', after }))[2]).toBe(
      '    → Developer Edition, active, valid until Dec 1, 2026, 12:00 GMT+8',
    );
  });

  test('that changed the app shows the configuration before and after with items, and the reason', () => {
    const before = appWith({ addOns: { unlimitedAvChatRooms: true, maxGroupsPerUser: 1000 } });
    const after = appWith({ state: 'disabled', disabledAt: at, addOns: before.addOns });
    expect(lines(event({ action: 'disable.approved', before, after, reason: 'no longer *used*' })).slice(2)).toEqual([
      '    Pro Edition-Postpaid, active, Audio-video chat rooms: unlimited and Groups per user: 1,000' +
        ' → Pro Edition-Postpaid, disabled, Audio-video chat rooms: unlimited and Groups per user: 1,000',
      '    “no longer *used*”',
    ]);
  });

  test('with a plan and an item that the catalogue no longer has shows their ids', () => {
    const after = appWith({ plan: 'legacy.gold', addOns: { turbo: 7 } });
    expect(lines(event({ after }))[2]).toBe('    → legacy.gold, active, turbo: 7');
  });

  test('that snoozed notices shows which, and until when', () => {
    const silence = { what: 'usage near a limit', metric: null, until: '2026-11-28T04:00:00.000Z' };
    const snoozed = (more: object) =>
      lines(event({ action: 'snooze.applied', snooze: { ...silence, ...more } })).slice(1);
    const until = `${when} · UKIM snoozed notices until Nov 28, 2026, 12:00 GMT+8: usage near a limit`;
    expect(snoozed({})).toEqual([until]);
    expect(snoozed({ metric: 'Groups per user' })).toEqual([`${until}, Groups per user`]);
  });

  test('of an unknown operation shows its name', () => {
    expect(lines(event({ action: 'archive.applied' }))[1]).toBe(`${when} · UKIM: *archive*`);
  });
});

test('many events are shown in order; from 50 on, a line says that there may be more', () => {
  const events = (count: number) => Array.from({ length: count }, (_, i) => event({ actor: `U${i}` }));
  expect(lines(...events(49))).toHaveLength(50);
  const all = lines(...events(50));
  expect(all).toHaveLength(52);
  expect([all[1], all[50]]).toEqual([expect.stringContaining('U0'), expect.stringContaining('U49')]);
  expect(all[51]).toBe('Showing the newest 50 events.');
});
