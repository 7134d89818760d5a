import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidSettingsError, readSettings } from '../../../src/config/config.js';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'hush', APPROVALS_CHANNEL: 'C0APPROVE' };

/** What is wrong with these settings, each problem by the variable that it begins with. */
function problemsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
  } catch (problem) {
    if (problem instanceof InvalidSettingsError) return problem.problems.map((it) => it.split(' ')[0] ?? '');
    throw problem;
  }
  return [];
}

describe('readSettings', () => {
  test('an empty environment gives no Slack settings and every default', () => {
    expect(readSettings({})).toEqual({
      slack: null,
      tencent: { keys: [] },
      http: {
        ...{ port: 3000, host: '0.0.0.0', drainSeconds: 0 },
        ...{ keepAliveSeconds: 75, requestTimeoutSeconds: 10, maxUnsignedBytes: 16 * 1024 ** 2, trustedProxies: [] },
      },
      database: { maxConnections: 22, dataDirectory: '.data' },
      priceBook: { parsed: [] },
      storedMinorDigits: {},
      billingTimeZone: 'Asia/Shanghai',
      extendWindowDays: 7,
      defaultLanguage: 'en',
      logLevel: 'info',
      apiTokens: [],
    });
  });

  test.each([
    ['KEEP_ALIVE_SECONDS', '0'],
    ['REQUEST_TIMEOUT_SECONDS', '301'],
    ['MAX_UNSIGNED_MIB', '1'],
    ['TRUSTED_PROXIES', '10.0.0.0/8, proxy.internal'],
  ])('%s=%s is a problem', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });

  test('an empty variable counts as unset', () => {
    expect(readSettings({ SLACK_BOT_TOKEN: ' ', PORT: '', ADMINS: '' }).slack).toBeNull();
  });

  test('lists, numbers and URLs are parsed', () => {
    const settings = readSettings({
      ...slack,
      SLACK_API_URL: 'http://127.0.0.1:9/api',
      ADMINS: 'U1A, S0ONCALL',
      PORT: '0',
      DATABASE_URL: 'postgresql://me@localhost/imapp',
    });
    expect(settings.slack).toMatchObject({
      apiUrl: 'http://127.0.0.1:9/api/',
      admins: ['U1A', 'S0ONCALL'],
      operators: [],
    });
    expect(settings).toMatchObject({ http: { port: 0 }, database: { url: 'postgresql://me@localhost/imapp' } });
  });

  test('who may do what: ids of users, of user groups, and of users of other workspaces', () => {
    const settings = readSettings({
      ...slack,
      OPERATORS: 'U1A,W2B,S3C,T4D:U5E, T4D:W6F',
      VIEWERS: 'S7G',
      GUESTS_MAY_VIEW: 'true',
    });
    expect(settings.slack).toMatchObject({
      operators: ['U1A', 'W2B', 'S3C', 'T4D:U5E', 'T4D:W6F'],
      viewers: ['S7G'],
      guestsMayView: true,
    });
    expect(readSettings(slack).slack).toMatchObject({ viewers: [], guestsMayView: false });
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['a user group of another workspace', { ...slack, OPERATORS: 'T1A:S2B' }, ['OPERATORS']],
    ['a workspace without a user', { ...slack, VIEWERS: 'T1A' }, ['VIEWERS']],
    ['guests: neither true nor false', { ...slack, GUESTS_MAY_VIEW: 'yes' }, ['GUESTS_MAY_VIEW']],
    ['production without Slack', { NODE_ENV: 'production' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
    ['only a token', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    ['only a secret', { SLACK_SIGNING_SECRET: 's' }, ['SLACK_BOT_TOKEN']],
    ['Socket Mode needs no secret', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }, []],
    [
      'everything wrong at once',
      {
        SLACK_BOT_TOKEN: 'xoxp-1',
        APPROVALS_CHANNEL: '#ops',
        ADMINS: 'kim',
        PORT: 'many',
        DATABASE_URL: 'mysql://x',
        BILLING_TIME_ZONE: 'Mars/Base',
        EXTEND_WINDOW_DAYS: '-1',
        DEFAULT_LANGUAGE: 'fr',
        LOG_LEVEL: 'loud',
      },
      [
        'SLACK_BOT_TOKEN',
        'APPROVALS_CHANNEL',
        'ADMINS',
        'PORT',
        'DATABASE_URL',
        'BILLING_TIME_ZONE',
        'EXTEND_WINDOW_DAYS',
        'DEFAULT_LANGUAGE',
        'LOG_LEVEL',
      ],
    ],
  ])('%s: every problem is listed', (_name, environment, expected) => {
    expect(problemsOf(environment).sort()).toEqual([...expected].sort());
  });

  test.each(['UTC', 'Etc/UTC', 'Asia/Kolkata', 'Asia/Ho_Chi_Minh', 'Europe/Kyiv', 'Asia/Seoul'])(
    '%s is a time zone',
    (zone) => {
      expect(readSettings({ BILLING_TIME_ZONE: zone }).billingTimeZone).toBe(zone);
    },
  );

  test('problems never contain a value', () => {
    const secret = 'xoxp-very-secret';
    expect(() => readSettings({ ...slack, SLACK_BOT_TOKEN: secret, DATABASE_URL: 'mysql://me:hush@db/x' })).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/very-secret|hush/) }),
    );
  });

  test('API_TOKENS are parsed, and a secret may contain a colon', () => {
    const API_TOKENS = 'gateway:a-secret-of-16-signs, billing:another:secret-of-more ,';
    expect(readSettings({ API_TOKENS }).apiTokens).toEqual([
      { name: 'gateway', secret: 'a-secret-of-16-signs' },
      { name: 'billing', secret: 'another:secret-of-more' },
    ]);
  });

  test('every invalid entry of API_TOKENS is reported without its value', () => {
    const long = 'sesame-sesame-sesame';
    const entries = [
      `ok:${long}1`,
      `Gateway:${long}2`,
      'short:sesame',
      long,
      `ok:${long}3`,
      `twin:${long}1`,
      `x:${long} 4`,
    ];
    try {
      readSettings({ API_TOKENS: entries.join(','), PORT: 'x' });
      expect.unreachable();
    } catch (problem) {
      if (!(problem instanceof InvalidSettingsError)) throw problem;
      expect(problem.problems.map((it) => /^\w+ entry (\d)|^PORT/.exec(it)?.[1] ?? 'PORT').sort()).toEqual([
        '2',
        '3',
        '4',
        '5',
        '6',
        '7',
        'PORT',
      ]);
      expect(problem.message).not.toMatch(/sesame|Gateway|twin/);
    }
  });
});

describe('problems of settings', () => {
  const problemOf = (environment: Record<string, string>): readonly string[] => {
    try {
      readSettings(environment);
    } catch (problem) {
      if (problem instanceof InvalidSettingsError) return problem.problems;
      throw problem;
    }
    return [];
  };

  test.each<[string, string, string]>([
    ['PORT', 'x', 'PORT takes a port, a whole number from 0 to 65535'],
    ['PORT', '1.5', 'PORT takes a port, a whole number from 0 to 65535'],
    ['PORT', '65536', 'PORT takes a port, a whole number from 0 to 65535'],
    ['DRAIN_SECONDS', '61', 'DRAIN_SECONDS takes seconds, a whole number from 0 to 60'],
    ['EXTEND_WINDOW_DAYS', '-1', 'EXTEND_WINDOW_DAYS takes days, a whole number from 0 to 28'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL takes one of fatal, error, warn, info, debug, trace, silent'],
    [
      'DATABASE_CONNECTIONS',
      '4',
      'DATABASE_CONNECTIONS takes the most connections of a process, a whole number from 8 to 500',
    ],
    ['DATABASE_URL', 'mysql://db/x', 'DATABASE_URL takes a postgresql:// URL'],
    ['DATABASE_URL', 'postgresql://db:port/x', 'DATABASE_URL takes a postgresql:// URL'],
    ['DATABASE_URL', 'postgresql://db/x?schema=apps', 'DATABASE_URL has ?schema=…'],
    ['DATABASE_URL', 'postgresql://db/x?a=1&schema=apps', 'DATABASE_URL has ?schema=…'],
    ['DATABASE_URL', 'postgresql://db/x?options=-csearch_path%3Dapps', 'DATABASE_URL sets a search_path'],
    ['DATABASE_URL', 'postgresql://db/x?options=-c%20search_path=apps', 'DATABASE_URL sets a search_path'],
    ['DATABASE_URL', 'postgresql://db/x?statement_timeout=5s', 'DATABASE_URL takes a number of milliseconds'],
  ])('%s=%s: a sentence names the setting and its range', (name, value, sentence) => {
    expect(problemOf({ [name]: value })).toEqual([expect.stringContaining(sentence)]);
  });

  test.each<[string, string]>([
    ['postgresql://user@/db?host=/run/postgresql', 'postgresql://user@/db?host=/run/postgresql'],
    ['postgres://user:p%40ss@[::1]:5432/db', 'postgres://user:p%40ss@[::1]:5432/db'],
    ['postgresql://db/x?schema=public', 'postgresql://db/x'],
    ['postgresql://db/x?schema=public&sslmode=require', 'postgresql://db/x?sslmode=require'],
    ['postgresql://db/x?sslmode=require&schema=public', 'postgresql://db/x?sslmode=require'],
  ])('the URL %s is possible', (url, used) => {
    expect(readSettings({ DATABASE_URL: url }).database.url).toBe(used);
  });
});

describe('TENCENT_KEYS', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'imapp-keys-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const key = { sdkAppId: 1_400_000_001, identifier: 'administrator', secretKey: 'very-secret' };
  /** The variable, with a file that holds this. */
  function keysIn(content: string): { TENCENT_KEYS: string } {
    const path = join(folder, 'keys.json');
    writeFileSync(path, content);
    return { TENCENT_KEYS: path };
  }

  test('is read from a file with a byte order mark', () => {
    expect(readSettings(keysIn(`\uFEFF${JSON.stringify([key])}`)).tencent.keys).toEqual([key]);
  });

  test('is read from a file', () => {
    const settings = readSettings({ ...keysIn(JSON.stringify([key])), TENCENT_CALLBACK_TOKEN: 'hush' });
    expect(settings.tencent).toEqual({ keys: [key], callbackToken: 'hush' });
  });

  test.each<[string, string, string[]]>([
    ['no JSON', '{"very-secret', ['TENCENT_KEYS holds no JSON']],
    ['no list', JSON.stringify(key), ['TENCENT_KEYS holds no list']],
    [
      'everything wrong at once',
      JSON.stringify([
        { sdkAppId: '1400000001', identifier: 'very secret', secretKey: '' },
        { ...key, 'very-secret': 1 },
        'very-secret',
      ]),
      [
        'TENCENT_KEYS entry 1, sdkAppId takes',
        'TENCENT_KEYS entry 1, identifier takes',
        'TENCENT_KEYS entry 1, secretKey takes',
        'TENCENT_KEYS entry 2 takes sdkAppId, identifier and secretKey, and nothing else',
        'TENCENT_KEYS entry 3 takes sdkAppId',
      ],
    ],
    ['an app twice', JSON.stringify([key, key]), ['TENCENT_KEYS entry 2, sdkAppId is there twice']],
  ])('%s: every problem is listed, and no value', (_name, content, problems) => {
    const environment = { ...keysIn(content), PORT: 'many' };
    try {
      readSettings(environment);
      expect.unreachable();
    } catch (problem) {
      const said = problem instanceof InvalidSettingsError ? problem.problems : [];
      expect(said).toEqual([...problems, 'PORT'].map((it) => expect.stringContaining(it)));
      expect(String(problem)).not.toContain('very-secret');
      expect(String(problem)).not.toContain('very secret');
    }
  });

  test('a missing file is a problem', () => {
    expect(problemsOf({ TENCENT_KEYS: join(tmpdir(), 'no', 'such', 'file') })).toEqual(['TENCENT_KEYS']);
  });
});
