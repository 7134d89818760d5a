import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { App, AppState } from '../../../src/domain/app.js';
import { calendarIn } from '../../../src/domain/calendar.js';
import {
  hasNoDeadline,
  type Obstacle,
  obstacle,
  purgeAt,
  type StatefulOperation,
  type StateRules,
  stateAt,
} from '../../../src/domain/states.js';
import { newValidity } from '../../../src/domain/validity.js';
import { appWith, catalogue, developerApp, justBefore, plansOf, ruleSetIds, shanghai } from '../../fixtures/domain.js';

const rules: StateRules = { catalogue, calendar: shanghai, extendWindowDays: 7 };
const disabledAt = '2026-01-10T02:30:00.000Z';
const gone = '2026-04-10T02:30:00.000Z';
const validUntil = '2026-02-28T04:00:00.000Z';
const trial = (anchor = '2026-01-31T04:00:00.000Z', parts: Partial<App> = {}) => developerApp(anchor, parts);

describe('the state at an instant', () => {
  test('a validity ends exactly at `until`', () => {
    const app = trial();
    expect(app.validity?.until).toBe(validUntil);
    expect(stateAt(app, justBefore(validUntil), rules)).toBe('active');
    expect(stateAt(app, validUntil, rules)).toBe('suspended');
    expect(stateAt(app, '2036-01-01T00:00:00.000Z', rules)).toBe('suspended');
  });

  test('an extended validity makes a suspended app active', () => {
    const app = trial('2026-02-28T05:00:00.000Z', { state: 'suspended' });
    expect(stateAt(app, '2026-02-28T05:00:00.000Z', rules)).toBe('active');
  });

  test('hasNoDeadline is true only without a scheduled transition', () => {
    const paid = appWith({ state: 'active' });
    expect(hasNoDeadline(paid)).toBe(true);
    expect(stateAt(paid, '2036-01-01T00:00:00.000Z', rules)).toBe('active');
    expect(hasNoDeadline(trial())).toBe(false);
    expect(hasNoDeadline(appWith({ state: 'disabled', disabledAt }))).toBe(false);
    expect(hasNoDeadline(appWith({ state: 'suspended' }))).toBe(false);
  });

  test.each(['legacy-daily', 'current'])('%s: a disabled app is purged after exactly 90 days', (ruleSet) => {
    const app = appWith({ ruleSet, plan: plansOf[ruleSet as 'current'][1], state: 'disabled', disabledAt });
    expect(purgeAt(app, rules)).toBe(gone);
    expect(stateAt(app, disabledAt, rules)).toBe('disabled');
    expect(stateAt(app, justBefore(gone), rules)).toBe('disabled');
    expect(stateAt(app, gone, rules)).toBe('purged');
  });

  test('legacy-monthly: a disabled app is purged at once', () => {
    const app = appWith({ ruleSet: 'legacy-monthly', state: 'disabled', disabledAt });
    expect(purgeAt(app, rules)).toBe(disabledAt);
    expect(stateAt(app, disabledAt, rules)).toBe('purged');
  });

  test('the 90 days are days of the billing time zone', () => {
    const newYork = { ...rules, calendar: calendarIn('America/New_York') };
    const app = appWith({ state: 'disabled', disabledAt: '2026-01-10T02:30:00.000Z' });
    expect(purgeAt(app, newYork)).toBe('2026-04-10T01:30:00.000Z');
    expect(stateAt(app, '2026-04-10T01:30:00.000Z', newYork)).toBe('purged');
    expect(stateAt(app, '2026-04-10T01:30:00.000Z', rules)).toBe('disabled');
  });

  test('a disabled app whose validity ended is disabled, not suspended', () => {
    expect(stateAt(trial(undefined, { state: 'disabled', disabledAt }), '2026-03-15T00:00:00.000Z', rules)).toBe(
      'disabled',
    );
  });

  test('purged is final', () => {
    for (const off of [null, disabledAt]) {
      const app = appWith({ state: 'purged', disabledAt: off });
      for (const then of ['2020-01-01T00:00:00.000Z', justBefore(gone), gone]) {
        expect(stateAt(app, then, rules)).toBe('purged');
      }
    }
  });

  test('an app that is not disabled is never purged', () => {
    expect(purgeAt(appWith(), rules)).toBeNull();
    expect(stateAt(appWith(), '2099-01-01T00:00:00.000Z', rules)).toBe('active');
  });

  test('under a rule set that the catalogue lacks it is the state on record', () => {
    const app = appWith({ ruleSet: 'fourth', state: 'disabled', disabledAt });
    expect(stateAt(app, gone, rules)).toBe('disabled');
    expect(purgeAt(app, rules)).toBeNull();
  });

  const instants = fc
    .date({ min: new Date('2025-06-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const apps = fc
    .record({
      ruleSet: fc.constantFrom(...ruleSetIds),
      plan: fc.constantFrom(0, 1, 2),
      state: fc.constantFrom<AppState>('active', 'suspended', 'disabled', 'purged'),
      off: fc.option(instants, { nil: null }),
      anchor: fc.option(instants, { nil: null }),
    })
    .map(({ ruleSet, plan, state, off, anchor }) => {
      const validity = anchor === null ? null : newValidity(anchor, { months: 1 }, shanghai);
      return appWith({ ruleSet, plan: plansOf[ruleSet][plan] ?? '', state, disabledAt: off, validity });
    });

  test('property: with time, suspended stays suspended and purged stays purged', () => {
    const rank = { active: 0, suspended: 1, disabled: 1, purged: 2 } as const;
    fc.assert(
      fc.property(apps, instants, instants, (app, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const [was, is] = [stateAt(app, earlier, rules), stateAt(app, later, rules)];
        expect(rank[is]).toBeGreaterThanOrEqual(rank[was]);
        if (was === 'suspended' || was === 'purged') expect(is).toBe(was);
      }),
    );
  });

  test('property: computing the state again gives the same state', () => {
    fc.assert(
      fc.property(apps, instants, (app, at) => {
        const state = stateAt(app, at, rules);
        expect(stateAt({ ...app, state }, at, rules)).toBe(state);
      }),
    );
  });

  test('property: the state does not depend on whether an earlier transition was stored', () => {
    fc.assert(
      fc.property(apps, instants, instants, (app, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const written = { ...app, state: stateAt(app, earlier, rules) };
        expect(stateAt(written, later, rules)).toBe(stateAt(app, later, rules));
      }),
    );
  });
});

/** Every kind of app there is, by rule set, plan and state. */
const at = '2026-02-25T00:00:00.000Z';
const paid = (ruleSet: keyof typeof plansOf, plan: string) => appWith({ ruleSet, plan });
const inState = (app: App, state: AppState): App => ({
  ...app,
  state,
  disabledAt: state === 'disabled' || state === 'purged' ? disabledAt : null,
});

const free = { code: 'free-plan' } as const;
const alreadyPaid = { code: 'already-paid' } as const;
const otherPlan = { code: 'other-plan' } as const;
const notDisabled = { code: 'not-disabled' } as const;
const suspended = { code: 'suspended' } as const;
const disabled = { code: 'disabled' } as const;
const alreadyDisabled = { code: 'already-disabled' } as const;
const purged = { code: 'purged' } as const;
const tooLate = { code: 'too-late', disabledAt, until: gone } as const;
const never = { code: 'never-recoverable' } as const;
const ok = null;

type Row = Record<StatefulOperation, Obstacle | null>;
const whileDisabled: Row = {
  upgrade: disabled,
  configure: disabled,
  extend: disabled,
  disable: alreadyDisabled,
  restore: ok,
};
const onceGone: Row = { upgrade: purged, configure: purged, extend: purged, disable: purged, restore: tooLate };

const table: [string, App, Row][] = [
  [
    'developer, in its last days',
    trial(),
    { upgrade: ok, configure: free, extend: ok, disable: ok, restore: notDisabled },
  ],
  [
    'developer, suspended',
    inState(trial(), 'suspended'),
    { upgrade: ok, configure: suspended, extend: ok, disable: ok, restore: notDisabled },
  ],
  ['developer, disabled', inState(trial(), 'disabled'), whileDisabled],
  ['developer, purged', inState(trial(), 'purged'), onceGone],
  ...(['current.standard', 'current.premium'] as const).flatMap((plan): [string, App, Row][] => [
    [
      plan,
      paid('current', plan),
      { upgrade: alreadyPaid, configure: ok, extend: otherPlan, disable: ok, restore: notDisabled },
    ],
    [`${plan}, disabled`, inState(paid('current', plan), 'disabled'), whileDisabled],
    [`${plan}, purged`, inState(paid('current', plan), 'purged'), onceGone],
  ]),
  ...(['legacy-daily', 'legacy-monthly'] as const).flatMap((ruleSet) =>
    plansOf[ruleSet].flatMap((plan, i): [string, App, Row][] => {
      const app = paid(ruleSet, plan);
      const active: Row =
        i === 0
          ? { upgrade: ok, configure: free, extend: otherPlan, disable: ok, restore: notDisabled }
          : { upgrade: alreadyPaid, configure: ok, extend: otherPlan, disable: ok, restore: notDisabled };
      const lost: Row = ruleSet === 'legacy-daily' ? onceGone : { ...onceGone, restore: never };
      return [
        [`${plan}, ${ruleSet}`, app, active],
        [`${plan}, ${ruleSet}, disabled`, inState(app, 'disabled'), whileDisabled],
        [`${plan}, ${ruleSet}, purged`, inState(app, 'purged'), lost],
      ];
    }),
  ),
];

const cells = table.flatMap(([name, app, row]) =>
  (Object.keys(row) as StatefulOperation[]).map((operation) => ({ name, app, operation, expected: row[operation] })),
);

describe('obstacles', () => {
  test.each(cells)('$operation, $name: $expected', ({ app, operation, expected }) => {
    expect(obstacle(operation, app, { ...rules, at })).toEqual(expected);
  });
});

describe('the window for extending', () => {
  const app = trial();

  test.each([
    [7, '2026-02-21T04:00:00.000Z'],
    [1, '2026-02-27T04:00:00.000Z'],
    [0, validUntil],
    [28, '2026-01-31T04:00:00.000Z'],
  ])('begins exactly %i days before the end', (extendWindowDays, from) => {
    const window = { ...rules, extendWindowDays };
    expect(obstacle('extend', app, { ...window, at: justBefore(from) })).toEqual({
      code: 'too-early',
      from,
      until: validUntil,
    });
    expect(obstacle('extend', app, { ...window, at: from })).toBeNull();
  });

  test('has no end once the validity has ended', () => {
    const late = { ...app, state: 'suspended' } as const;
    for (const then of [validUntil, '2030-01-01T00:00:00.000Z']) {
      expect(obstacle('extend', late, { ...rules, at: then })).toBeNull();
    }
  });

  test('is counted in days of the billing time zone', () => {
    const newYork = { ...rules, calendar: calendarIn('America/New_York') };
    const validity = { anchor: '2026-02-10T15:00:00.000Z', months: 1, until: '2026-03-10T14:00:00.000Z' };
    const early = obstacle('extend', { ...app, validity }, { ...newYork, at });
    expect(early).toEqual({ code: 'too-early', from: '2026-03-03T15:00:00.000Z', until: validity.until });
  });

  test('is closed right after an extension', () => {
    const validity = { anchor: '2026-01-31T04:00:00.000Z', months: 2, until: '2026-03-31T04:00:00.000Z' };
    expect(obstacle('extend', { ...app, validity }, { ...rules, at })).toMatchObject({
      code: 'too-early',
      from: '2026-03-24T04:00:00.000Z',
    });
  });
});
