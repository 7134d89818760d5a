import { describe, expect, test } from 'vitest';
import { legacyEnds, modeFor, newRuleSet } from '../../../src/domain/billing-mode.js';
import { calendarIn } from '../../../src/domain/calendar.js';
import { readCatalogue } from '../../../src/domain/catalogue/catalogue.js';
import { standardCatalogue } from '../../../src/domain/catalogue/index.js';
import { catalogue, justBefore, shanghai } from '../../fixtures/domain.js';
import { fourthCatalogue } from '../../fixtures/extra-rule-set.js';

const rules = { catalogue, calendar: shanghai };
const on = (mode: string) => ({ mode, migrated: false, registrations: 1 });
const withCurrent = ['singapore', 'frankfurt', 'seoul', 'mumbai', 'silicon-valley'];
const withoutCurrent = ['china', 'tokyo', 'jakarta'];
const turn = '2022-12-25T16:00:00.000Z';

test('the turn is the beginning of 26 December 2022 in the billing time zone', () => {
  expect(shanghai.startOfDay(legacyEnds)).toBe(turn);
});

describe("an account's first app in a data center", () => {
  test.each(withCurrent)('decides by its day of creation in %s', (dataCenter) => {
    const mode = (createdAt: string) => modeFor({ recorded: null, dataCenter, createdAt }, rules);
    expect(mode('2013-01-01T00:00:00.000Z')).toEqual({ mode: 'legacy' });
    expect(mode(justBefore(turn))).toEqual({ mode: 'legacy' });
    expect(mode(turn)).toEqual({ mode: 'current' });
    expect(mode('2026-11-21T03:00:00.000Z')).toEqual({ mode: 'current' });
  });

  test.each([...withoutCurrent, 'atlantis', 'constructor'])('is always legacy in %s', (dataCenter) => {
    for (const createdAt of ['2013-01-01T00:00:00.000Z', turn, '2026-11-21T03:00:00.000Z']) {
      expect(modeFor({ recorded: null, dataCenter, createdAt }, rules)).toEqual({ mode: 'legacy' });
    }
  });

  test('is early or late by the day in the billing time zone', () => {
    const first = { recorded: null, dataCenter: 'seoul', createdAt: '2022-12-25T20:00:00.000Z' };
    expect(modeFor(first, rules)).toEqual({ mode: 'current' });
    expect(modeFor(first, { catalogue, calendar: calendarIn('America/New_York') })).toEqual({ mode: 'legacy' });
  });
});

describe('what is on record for the account and data center', () => {
  test.each(['singapore', 'china'])('wins in %s', (dataCenter) => {
    const late = { dataCenter, createdAt: '2026-11-21T03:00:00.000Z' };
    expect(modeFor({ ...late, recorded: on('legacy') }, rules)).toEqual({ mode: 'legacy' });
    expect(modeFor({ ...late, recorded: on('current') }, rules)).toEqual({ mode: 'current' });
    expect(modeFor({ recorded: on('legacy'), dataCenter, createdAt: justBefore(turn) }, rules)).toEqual({
      mode: 'legacy',
    });
  });

  test('conflicts with an app that was there before the current mode began', () => {
    const early = { recorded: on('current'), dataCenter: 'singapore' };
    expect(modeFor({ ...early, createdAt: justBefore(turn) }, rules)).toEqual({ conflict: true });
    expect(modeFor({ ...early, createdAt: turn }, rules)).toEqual({ mode: 'current' });
  });

  test('is no conflict once all apps there have migrated: the old ones came along', () => {
    const migrated = { ...on('current'), migrated: true };
    const early = { recorded: migrated, dataCenter: 'singapore', createdAt: justBefore(turn) };
    expect(modeFor(early, rules)).toEqual({ mode: 'current' });
  });
});

describe('the rule set of a new app', () => {
  test.each([
    ['legacy', 'legacy-daily'],
    ['current', 'current'],
  ])('in the %s mode is %s', (mode, ruleSet) => {
    expect(newRuleSet(mode, catalogue)).toBe(ruleSet);
    expect(newRuleSet(mode, fourthCatalogue)).toBe(ruleSet);
  });

  test('is a matter of data', () => {
    const { current, ...others } = standardCatalogue.ruleSets;
    if (!current) throw new Error('no current rules');
    const ruleSets = { ...others, current: { ...current, forNewApps: false }, next: current };
    expect(newRuleSet('current', readCatalogue({ ...standardCatalogue, ruleSets }))).toBe('next');
  });

  test('of a mode that there is not is an error', () => {
    expect(() => newRuleSet('future', catalogue)).toThrow('future');
  });
});
