import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/config/config.js';
import { createLogger, requestIdOf } from '../../../src/observability/log.js';
import { collectSecrets } from '../../../src/observability/redact.js';

/** A log, and the text that it wrote. */
function written(secrets: readonly string[] = []) {
  const lines: string[] = [];
  const log = createLogger('trace', secrets, { write: (line) => void lines.push(line) });
  return { log, text: () => lines.join('') };
}

const secret = 'hunter2-Zq"\\9';
const settings = {
  ...readSettings({
    SLACK_BOT_TOKEN: 'xoxb-1-hunter2',
    SLACK_SIGNING_SECRET: 'signing-hunter2',
    SLACK_APP_TOKEN: 'xapp-1-hunter2',
    DATABASE_URL: 'postgresql://imapp:pass%20hunter2@db.internal:5432/imapp',
    TENCENT_CALLBACK_TOKEN: 'callback-hunter2',
    NOTICES_CHANNEL: 'C0NOTICES',
  }),
  keys: [{ sdkAppId: 1400000001, identifier: 'administrator', secretKey: 'key-hunter2' }],
  apiTokens: [{ name: 'gateway', secret: 'api-hunter2-of-16-signs' }],
};

describe('log redaction', () => {
  test('removes every secret setting, logged whole or in parts', () => {
    const { log, text } = written(collectSecrets(settings));
    log.info(settings);
    log.info({ settings }, 'all');
    log.error({ err: Object.assign(new Error('no'), { settings }) });
    for (const part of Object.values(settings)) log.warn({ part }, JSON.stringify(part));
    log.child({ settings: JSON.stringify(settings) }).info('a child');
    expect(text()).not.toContain('hunter2');
    for (const harmless of ['gateway', 'C0NOTICES', 'administrator', 'db.internal']) expect(text()).toContain(harmless);
  });

  test('removes known secrets from all texts, also escaped as JSON', () => {
    const { log, text } = written([secret, 'pass hunter2']);
    log.error({ err: new Error(`authentication failed for "${secret}"`, { cause: new Error(secret) }) });
    log.info({ [secret]: [secret, { deep: `${secret}${secret}` }] }, `told ${secret}, pass hunter2`);
    expect(text()).not.toContain('hunter2');
  });

  test.each<[string, object]>([
    ['far down', { a: { b: { c: { d: { e: { token: secret } } } } } }],
    ['further than is looked', { a: { b: { c: { d: { e: { f: { g: { h: { i: { j: { token: secret } } } } } } } } } } }],
    ['in a list of lists', { all: [[[{ botToken: secret }]]] }],
    ['whatever its case', { Authorization: `Bearer ${secret}`, 'X-Slack-Signature': secret, SetCookie: secret }],
    ['as the vendor calls it', { query: { userSig: secret, usersig: secret, Sign: secret }, secretKey: secret }],
    [
      'a whole object under the name',
      { token: { value: secret }, headers: { x: secret }, apiTokens: [{ it: secret }] },
    ],
    ['what an error carries', { err: Object.assign(new Error('x'), { config: { headers: { a: secret } } }) }],
    ['an error within another', { err: new Error('x', { cause: Object.assign(new Error('y'), { token: secret }) }) }],
    ['an error that is not called err', { problem: Object.assign(new Error('x'), { data: { password: secret } }) }],
    ['what makes its own JSON', { it: { toJSON: () => ({ password: secret }) } }],
    ['a URL in a sentence', { text: 'could not reach postgres://imapp:hunter2@db/imapp, or https://u:hunter2@x' }],
    ['a token in a sentence', { text: 'refused xoxb-12-hunter2 and xapp-1-A-hunter2' }],
    ['where one writes back', { response_url: `https://hooks/${secret}`, body: { responseUrl: secret } }],
  ])('removes a secret: %s', (_name, hostile) => {
    const { log, text } = written();
    log.info(hostile);
    expect(text()).not.toContain('hunter2');
    expect(text()).toMatch(/\[redacted]|\[deeper]|"err":\{/);
  });

  test('survives objects that cannot be serialized', () => {
    const { log, text } = written();
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    const trap = {
      get gone() {
        throw new Error('hunter2');
      },
    };
    log.info({ circle, trap, none: null, nothing: undefined, big: 1n, at: new Date(0) }, 'still here');
    expect(JSON.parse(text())).toMatchObject({
      msg: 'still here',
      trap: '[unreadable]',
      at: '1970-01-01T00:00:00.000Z',
    });
  });
});

describe('request id', () => {
  test.each(['7', 'a'.repeat(64), '6f9619ff-8b86-d011-b42d-00cf4fc964ff', 'Ev0PV52K21', 'trace-1.2_3'])(
    '%s is kept',
    (id) => {
      expect(requestIdOf(id)).toBe(id);
    },
  );

  test.each([undefined, '', 'a'.repeat(65), 'with space', 'line\nbreak1', '<script>12', 'ünïcödé-', 'a:b', 'a/b'])(
    '%j is replaced by a new one',
    (id) => {
      expect(requestIdOf(id)).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
      expect(requestIdOf(id)).not.toBe(requestIdOf(id));
    },
  );
});
