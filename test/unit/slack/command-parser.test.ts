import { describe, expect, test } from 'vitest';
import { operations } from '../../../src/operations/index.js';
import { parseCommand, suggestOperations } from '../../../src/slack/listeners/command-parser.js';

const upgrade = (target: string, values = {}) => ({ operation: 'upgrade', target, values });

describe('parseCommand', () => {
  test.each([
    ['', { operation: 'help', target: '', values: {} }],
    ['   ', { operation: 'help', target: '', values: {} }],
    ['upgrade', upgrade('')],
    ['upgrade 1400000001', upgrade('1400000001')],
    ['  UpGrade   1400000001  ', upgrade('1400000001')],
    ['constructor', { operation: 'constructor', target: '', values: {} }],
    ['config shop', { operation: 'configure', target: 'shop', values: {} }],

    // names with spaces, in typographic quotes
    ['upgrade my shop', upgrade('my shop')],
    ['upgrade "my shop"', upgrade('my shop')],
    ['upgrade “my shop”', upgrade('my shop')],
    ['upgrade „my shop“', upgrade('my shop')],
    ['upgrade 「我的商店」', upgrade('我的商店')],
    ['upgrade «мой магазин»', upgrade('мой магазин')],
    ['upgrade "my shop', upgrade('my shop')],
    ["upgrade kim's shop", upgrade("kim's shop")],
    ['upgrade kim’s shop', upgrade("kim's shop")],

    // input methods: full-width letters, digits, spaces and signs
    ['ｕｐｇｒａｄｅ　１４００００００01', upgrade('1400000001')],
    ['upgrade\u00a01400000001', upgrade('1400000001')],
    ['upgrade\t1400000001\n', upgrade('1400000001')],
    ['upgrade 1400000001 plan＝legacy.pro', upgrade('1400000001', { plan: 'legacy.pro' })],
    ['upgrade 상점', upgrade('상점')],
    ['upgrade \u1109\u1161\u11bc\u110c\u1165\u11b7', upgrade('상점')],
    ['upgrade 测试（一）', upgrade('测试（一）')],
    ['upgrade 我的 商店', upgrade('我的 商店')],
    ['upgrade متجر', upgrade('متجر')],
    ['upgrade 🛒 shop', upgrade('🛒 shop')],

    // Slack's markup of names
    ['upgrade <https://shop.com|shop.com>', upgrade('shop.com')],
    ['upgrade <http://shop.com>', upgrade('shop.com')],
    ['upgrade <mailto:a@shop.com|a@shop.com>', upgrade('a@shop.com')],
    ['upgrade a &amp; b &lt;c&gt;', upgrade('a & b <c>')],
    ['register 1 channel=<#C1|ops>', { operation: 'register', target: '1', values: { channel: 'C1' } }],
    ['list account=<@U1|kim>', { operation: 'list', target: '', values: { account: 'U1' } }],

    // options
    ['upgrade shop plan=legacy.pro', upgrade('shop', { plan: 'legacy.pro' })],
    ['upgrade plan=legacy.pro shop', upgrade('shop', { plan: 'legacy.pro' })],
    [
      'register 1 name="my shop" account=“a c m e”',
      { operation: 'register', target: '1', values: { name: 'my shop', account: 'a c m e' } },
    ],
    ['register 1 name=a=b', { operation: 'register', target: '1', values: { name: 'a=b' } }],
    ['upgrade "a=b"', upgrade('a=b')],
    ['upgrade shop plan=', upgrade('shop plan=')],
    ['upgrade shop __proto__=x', upgrade('shop __proto__=x')],
  ])('/imapp %j', (text, expected) => {
    expect(parseCommand('/imapp', text)).toEqual(expected);
  });

  test.each([
    ['/imapp-upgrade', 'upgrade'],
    ['/imapp-config', 'configure'],
    ['/imapp-extend', 'extend'],
    ['/imapp-disable', 'disable'],
  ])('%s is parsed as the operation %s', (command, operation) => {
    expect(parseCommand(command, 'my shop plan=x')).toEqual({ operation, target: 'my shop', values: { plan: 'x' } });
    expect(parseCommand(command, '')).toEqual({ operation, target: '', values: {} });
  });
});

describe('suggestOperations', () => {
  test.each([
    ['upgarde', 'upgrade'],
    ['upgade', 'upgrade'],
    ['disble', 'disable'],
    ['confgure', 'configure'],
    ['extned', 'extend'],
    ['hlep', 'help'],
    ['lsit', 'list'],
    ['histroy', 'history'],
    ['restroe', 'restore'],
    ['upg', 'upgrade'],
    ['conf', 'configure'],
    // three edits are a typo, four are another word
    ['restoring', 'restore'],
    ['downgrade', undefined],
    ['업그레이드 ', undefined],
    ['1400000001', undefined],
    ['x', undefined],
    ['xyzzyxyzzyxyzzyxyzzy'.repeat(200), undefined],
  ])('%s suggests %s', (typed, nearest) => {
    expect(suggestOperations(typed, operations)[0]?.name).toBe(nearest);
  });
});

describe('parseCommand of hostile text', () => {
  // Their growth is a figure of `npm run bench`. An expression that backtracks takes hours here, and the test times out.
  test.each(['<@', '<http://', '<https://a', '<@a|', '"', 'a="', '=', '<', 'x=1 '])(
    'parses 800,000 characters of %j to their end',
    (part) => {
      const { target, values } = parseCommand('/imapp', `show ${part.repeat(800_000 / part.length)} last=one`);
      expect({ last: values['last'] ?? target.slice(-8) }).toEqual({ last: expect.stringMatching(/^(one|last=one)$/) });
    },
  );

  test('treats control characters and unpaired surrogates as spaces', () => {
    expect(parseCommand('/imapp', 'show a\u0000b \ud800 c')).toEqual({
      operation: 'show',
      target: 'a b c',
      values: {},
    });
  });
});
