import { describe, expect, test } from 'vitest';
import { settingNames } from '../../../src/config/config.js';
import { unknownSettings } from '../../../src/config/environment.js';
import { describeRoles, roleWarnings } from '../../../src/config/role-settings.js';

describe('unknownSettings', () => {
  const unknown = (environment: Record<string, string>, inFile: Record<string, string> = {}) =>
    unknownSettings(settingNames, environment, inFile);

  test('names what is nearly the name of a setting, wherever it is', () => {
    const sentence = 'OPERATOR is not a setting and has no effect; OPERATORS is one.';
    expect(unknown({ OPERATOR: '' })).toEqual([sentence]);
    expect(unknown({}, { OPERATOR: 'U1' })).toEqual([sentence]);
    expect(unknown({ SLACK_BOT_TOKENS: 'xoxb-secret' }).join()).not.toContain('secret');
  });

  test('names whatever else is in .env, but what is meant for others', () => {
    const inFile = { FAVOURITE: 'x', NODE_OPTIONS: 'x', TZ: 'UTC', POSTGRES_PASSWORD: 'x', PGSSLROOTCERT: 'x' };
    expect(unknown({}, inFile)).toEqual(['FAVOURITE in .env is not a setting and has no effect.']);
  });

  test('says nothing of settings, and of an ordinary environment', () => {
    const ordinary = [
      'HOME',
      'PATH',
      'USER',
      'HOSTNAME',
      'PWD',
      'SHELL',
      'LANG',
      'TERM',
      'IMAPP_PORT',
      'DATABASE_PORT',
    ];
    const all = [...settingNames, ...ordinary].map((name) => [name, 'x']);
    expect(unknown(Object.fromEntries(all))).toEqual([]);
  });
});

describe('roles', () => {
  const roles = (admins: string[], operators: string[], approvers: string[]) => ({ admins, operators, approvers });

  test.each<[string, ReturnType<typeof roles>]>([
    ['no admin, 2 operators, 1 approver', roles([], ['U1', 'U2'], ['U3'])],
    ['1 admin, 1 operator and 2 groups of operators, 1 group of approvers', roles(['U1'], ['U2', 'S1', 'S2'], ['S3'])],
  ])('are described: %s', (words, settings) => {
    expect(describeRoles(settings)).toBe(words);
  });

  test.each<[string, ReturnType<typeof roles>, string | null]>([
    ['nobody at all', roles([], [], []), 'Nobody can change anything'],
    ['only approvers', roles([], [], ['U1']), 'Nobody can change anything'],
    ['operators alone', roles([], ['U1', 'U2'], []), 'Nobody can approve: APPROVERS and ADMINS are empty.'],
    ['one admin alone', roles(['U1'], [], []), 'Nobody can approve: U1 is the only one'],
    ['one person in both roles', roles([], ['U1'], ['U1']), 'Nobody can approve: U1 is the only one'],
    ['two admins', roles(['U1', 'U2'], [], []), null],
    ['an admin and an operator', roles(['U1'], ['U2'], []), null],
    ['a group of approvers', roles([], ['U1'], ['S1']), null],
    ['a group in both roles', roles(['S1'], [], []), null],
  ])('%s: warns when nobody could ever approve', (_name, settings, warning) => {
    expect(roleWarnings(settings)).toEqual(warning === null ? [] : [expect.stringContaining(warning)]);
  });
});
