import { describe, expect, test } from 'vitest';
import { modeFor, newRuleSet } from '../../../src/domain/billing-mode.js';
import { calendarIn } from '../../../src/domain/calendar.js';
import { readCatalogue } from '../../../src/domain/catalogue/catalogue.js';
import { standardCatalogue } from '../../../src/domain/catalogue/index.js';
import { catalogue, justBefore, shanghai } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';

const rules = { catalogue, calendar: shanghai };
const recorded = (mode: string) => ({ mode, migrated: false, registrations: 1 });
const withCurrent = ['singapore', 'frankfurt', 'seoul', 'mumbai', 'silicon-valley'];
const withoutCurrent = ['china', 'tokyo', 'jakarta'];
const turn = '2022-12-25T16:00:00.000Z';

test('the legacy mode ends at the start of 26 December 2022 in the billing time zone', () => {
  expect(shanghai.startOfDay(catalogue.modes['current']?.from ?? '')).toBe(turn);
});

describe("an account's first app in a data center", () => {
  test.each(withCurrent)('%s: the creation date decides the mode', (dataCenter) => {
    const mode = (createdAt: string) => modeFor({ recorded: null, dataCenter, createdAt }, rules);
    expect(mode('2013-01-01T00:00:00.000Z')).toEqual({ mode: 'legacy' });
    expect(mode(justBefore(turn))).toEqual({ mode: 'legacy' });
    expect(mode(turn)).toEqual({ mode: 'current' });
    expect(mode('2026-11-21T03:00:00.000Z')).toEqual({ mode: 'current' });
  });

  test.each([...withoutCurrent, 'atlantis', 'constructor'])('%s: always legacy', (dataCenter) => {
    for (const createdAt of ['2013-01-01T00:00:00.000Z', turn, '2026-11-21T03:00:00.000Z']) {
      expect(modeFor({ recorded: null, dataCenter, createdAt }, rules)).toEqual({ mode: 'legacy' });
    }
  });

  test('the creation date is a day of the billing time zone', () => {
    const first = { recorded: null, dataCenter: 'seoul', createdAt: '2022-12-25T20:00:00.000Z' };
    expect(modeFor(first, rules)).toEqual({ mode: 'current' });
    expect(modeFor(first, { catalogue, calendar: calendarIn('America/New_York') })).toEqual({ mode: 'legacy' });
  });
});

describe('the mode recorded for the account and data center', () => {
  test.each(['singapore', 'china'])('takes precedence in %s', (dataCenter) => {
    const late = { dataCenter, createdAt: '2026-11-21T03:00:00.000Z' };
    expect(modeFor({ ...late, recorded: recorded('legacy') }, rules)).toEqual({ mode: 'legacy' });
    expect(modeFor({ ...late, recorded: recorded('current') }, rules)).toEqual({ mode: 'current' });
    expect(modeFor({ recorded: recorded('legacy'), dataCenter, createdAt: justBefore(turn) }, rules)).toEqual({
      mode: 'legacy',
    });
  });

  test('conflicts with an app created before the current mode began', () => {
    const early = { recorded: recorded('current'), dataCenter: 'singapore' };
    expect(modeFor({ ...early, createdAt: justBefore(turn) }, rules)).toEqual({ conflict: true, from: '2022-12-26' });
    expect(modeFor({ ...early, createdAt: turn }, rules)).toEqual({ mode: 'current' });
  });

  test('does not conflict after a migration, which included the old apps', () => {
    const migrated = { ...recorded('current'), migrated: true };
    const early = { recorded: migrated, dataCenter: 'singapore', createdAt: justBefore(turn) };
    expect(modeFor(early, rules)).toEqual({ mode: 'current' });
  });
});

describe('the rule set of new apps', () => {
  test.each([
    ['legacy', 'legacy-daily'],
    ['current', 'current'],
  ])('in the mode %s is %s', (mode, ruleSet) => {
    expect(newRuleSet(mode, catalogue)).toBe(ruleSet);
    expect(newRuleSet(mode, extraCatalogue)).toBe(ruleSet);
  });

  test('is defined by the catalogue', () => {
    const { current, ...others } = standardCatalogue.ruleSets;
    if (!current) throw new Error('no current rules');
    const ruleSets = { ...others, current: { ...current, forNewApps: false }, next: current };
    expect(newRuleSet('current', readCatalogue({ ...standardCatalogue, ruleSets }))).toBe('next');
  });

  test('throws for an unknown mode', () => {
    expect(() => newRuleSet('future', catalogue)).toThrow('future');
  });
});
