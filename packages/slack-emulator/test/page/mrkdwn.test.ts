import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDateNode } from '../../page/mrkdwn/dates.js';
import { safeHref } from '../../page/mrkdwn/escapes.js';
import type { DateNode, Inline, MrkdwnBlock } from '../../page/mrkdwn/nodes.js';
import { parseMrkdwn } from '../../page/mrkdwn/parse.js';

/** The inline nodes of a single line. */
function line(text: string, verbatim = false): readonly Inline[] {
  const [part] = parseMrkdwn(text, { verbatim });
  return part?.is === 'lines' ? (part.lines[0] ?? []) : [];
}

const text = (said: string) => ({ is: 'text', text: said });
const bold = (said: string) => ({ is: 'bold', children: [text(said)] });

describe('mrkdwn formatting', () => {
  test('nests bold, italic and strike; code is literal', () => {
    expect(line('*a _b ~c~_* `d *e*`')).toEqual([
      {
        is: 'bold',
        children: [text('a '), { is: 'italic', children: [text('b '), { is: 'strike', children: [text('c')] }] }],
      },
      text(' '),
      { is: 'code', text: 'd *e*' },
    ]);
  });

  test.each([
    '2*3*4',
    'snake_case_name',
    '* a *',
    '**',
    '*a',
    'a*',
    '*a *',
    '~~',
    '`',
    '*하나*의',
    '把*应用*停用',
    '「*a*」',
  ])('leaves %s: no boundary at the mark', (said) => expect(line(said)).toEqual([text(said)]));

  test.each([
    ['(*a*)', ['(', ')']],
    ['*a*, b', ['', ', b']],
    ['“*a*”', ['“', '”']],
    ['하나\u200b*a*\u200b의', ['하나\u200b', '\u200b의']],
  ])('formats %s: punctuation, spaces and a zero-width space are boundaries', (said, [before, after]) => {
    const around = (part = '') => (part === '' ? [] : [text(part)]);
    expect(line(said)).toEqual([...around(before), bold('a'), ...around(after)]);
  });

  test('parses quotes, lists and code blocks', () => {
    const parts = parseMrkdwn('a\n&gt; b\n> *c*\n• d\n- e\n1. f\n```\n<g> *h*\n```\ni');
    expect(parts.map((part) => part.is)).toEqual(['lines', 'quote', 'list', 'pre', 'lines']);
    expect(parts[1]).toEqual({ is: 'quote', blocks: [{ is: 'lines', lines: [[text('b')], [bold('c')]] }] });
    expect(parts[2]?.is === 'list' && parts[2].items.map((item) => item.mark)).toEqual(['•', '-', '1.']);
    expect(parts[3]).toEqual({ is: 'pre', text: '<g> *h*' });
  });

  test('>>> quotes to the end; an unclosed fence is text', () => {
    expect(parseMrkdwn('&gt;&gt;&gt;a\nb')).toEqual([
      { is: 'quote', blocks: [{ is: 'lines', lines: [[text('a')], [text('b')]] }] },
    ]);
    expect(parseMrkdwn('```a')).toEqual([{ is: 'lines', lines: [[text('```a')]] }]);
  });

  test('unescapes three entities, and no other', () => {
    expect(line('&lt;b&gt; &amp;amp; &quot; &#60;')).toEqual([text('<b> &amp; &quot; &#60;')]);
  });

  test('replaces known emoji only', () => {
    expect(line(':warning: :nope: 10:30:00')).toEqual([
      { is: 'emoji', name: 'warning', glyph: '⚠️' },
      text(' :nope: 10:30:00'),
    ]);
  });
});

describe('mrkdwn links', () => {
  test('and mentions are parsed', () => {
    const nodes = line(
      '<https://a.b/?x=1&amp;y=2|see *this*> <mailto:a@b.c> <@U123> <#C12|ops> <!subteam^S12> <!here>',
    );
    expect(nodes.filter((node) => node.is !== 'text')).toEqual([
      { is: 'link', href: 'https://a.b/?x=1&y=2', label: 'see *this*' },
      { is: 'link', href: 'mailto:a@b.c', label: 'a@b.c' },
      { is: 'user', id: 'U123', label: undefined },
      { is: 'channel', id: 'C12', label: 'ops' },
      { is: 'usergroup', id: 'S12', label: undefined },
      { is: 'broadcast', range: 'here' },
    ]);
  });

  test('are made of bare URLs, unless verbatim', () => {
    expect(line('(https://a.b/c).')).toEqual([
      text('('),
      { is: 'link', href: 'https://a.b/c', label: 'https://a.b/c' },
      text(').'),
    ]);
    expect(line('https://a.b', true)).toEqual([text('https://a.b')]);
  });

  test.each([
    '<javascript:alert(1)|x>',
    '<JaVaScRiPt:alert(1)>',
    '<java\tscript:alert(1)|x>',
    '<data:text/html,x|x>',
    '<vbscript:x|x>',
    '<file:///etc/passwd|x>',
    '<blob:http://a/b|x>',
    '<//a.b|x>',
    '</api/auth.test|x>',
    '<@U1 onclick=x>',
    '<!date^x^{date}|y>',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
  ])('are not made of %s', (said) => {
    expect(line(said, true)).toEqual([text(said)]);
  });

  test('have a safe protocol', () => {
    expect(safeHref(' https://a.b')).toBe('https://a.b/');
    expect(safeHref('javascript:alert(1)')).toBeUndefined();
    expect(safeHref('a.b')).toBeUndefined();
  });
});

describe('mrkdwn dates', () => {
  const at = Date.UTC(2026, 2, 1, 20, 5) / 1000;
  const node = (format: string): DateNode => ({ is: 'date', seconds: at, format, href: undefined, fallback: 'then' });
  const ann = { locale: 'en-US', tz: 'America/New_York', now: Date.UTC(2026, 2, 1, 12) };
  const kim = { locale: 'ko-KR', tz: 'Asia/Seoul', now: ann.now };
  const lin = { locale: 'zh-CN', tz: 'Asia/Shanghai', now: ann.now };

  test('use the reader’s language, time zone and calendar', () => {
    const token = node('{date_short_pretty} {time}');
    const plain = (said: string) => said.replaceAll('\u202f', ' ');
    expect(plain(formatDateNode(token, ann))).toBe('Today 3:05 PM');
    // Depends on the version of the locale data.
    expect(plain(formatDateNode(token, kim))).toMatch(/^내일 (오전|AM) 5:05$/);
    expect(plain(formatDateNode(token, lin))).toMatch(/^明天 0?4:05$/);
    expect(formatDateNode(node('{date_num}'), lin)).toBe('2026/03/02');
    expect(formatDateNode(node('{date_long}'), kim)).toBe('2026년 3월 2일 월요일');
    expect(formatDateNode(node('{ago}'), ann)).toBe('in 8 hours');
  });

  test('with an unknown token show the fallback, unformatted', () => {
    expect(formatDateNode(node('{date} {moon}'), ann)).toBe('then');
    expect(line(`<!date^${at}^{date}^javascript:alert(1)|*x*>`)).toMatchObject([
      { is: 'date', href: undefined, fallback: '*x*' },
    ]);
  });
});

/** The visible text, without markup. */
function seen(parts: readonly MrkdwnBlock[]): string {
  const inline = (nodes: readonly Inline[]): string =>
    nodes.map((node) => ('children' in node ? inline(node.children) : 'text' in node ? node.text : '')).join('');
  return parts
    .map((part) => {
      if (part.is === 'pre') return part.text;
      if (part.is === 'quote') return seen(part.blocks);
      return part.is === 'list'
        ? part.items.map((item) => inline(item.children)).join('')
        : part.lines.map(inline).join('');
    })
    .join('');
}

test('parseMrkdwn never throws and never loses a character', () => {
  const pieces = fc.constantFrom(
    '*',
    '_',
    '~',
    '`',
    '```',
    '<',
    '>',
    '|',
    '&lt;',
    '\n',
    '&gt; ',
    '- ',
    ' ',
    '!',
    '@',
    'ab',
    '앱',
    '应',
    ':',
    'https://',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
      const letters = (said: string) => said.replaceAll(/[^앱应]/g, '');
      const said = all.join('');
      if (!/<[^<>]*\|[^<>]*>|https:/.test(said)) expect(letters(seen(parseMrkdwn(said)))).toBe(letters(said));
    }),
  );
});

test('parseMrkdwn is fast on hostile input', () => {
  const started = performance.now();
  for (const mark of ['*', '_', '`', '<', '<@', '*a ', '&gt;', ':a', '*_~'])
    parseMrkdwn(mark.repeat(3000 / mark.length));
  expect(performance.now() - started).toBeLessThan(1500);
});
