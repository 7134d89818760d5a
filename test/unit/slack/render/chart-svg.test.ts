import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../../src/operations/attachments.js';
import { chartPng } from '../../../../src/slack/render/chart-png.js';
import { chartSize, chartSvg, ticksUpTo } from '../../../../src/slack/render/chart-svg.js';

const phrase = { key: 'none' };
const today = '2026-11-21';
const dayAt = (i: number) => new Date(Date.UTC(2026, 9, 23 + i)).toISOString().slice(0, 10);
const month = (value: (i: number) => number) =>
  Array.from({ length: 30 }, (_, i) => ({ day: dayAt(i), value: value(i) }));
const chartOf = (parts: Partial<Chart>): Chart => ({
  title: phrase,
  alt: phrase,
  points: [],
  limit: 100,
  today,
  ...parts,
});
const textsIn = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
const count = (svg: string, pattern: RegExp) => svg.match(pattern)?.length ?? 0;

describe('chart as SVG', () => {
  test('labels today, every fifth day before it, and round numbers', () => {
    const texts = textsIn(chartSvg(chartOf({ points: month((i) => 40 + i) })));
    expect(texts).toEqual(expect.arrayContaining(['10-27', '11-01', '11-06', '11-11', '11-16', '11-21']));
    expect(texts).toEqual(expect.arrayContaining(['0', '25', '50', '75', '100', '100% = 100', '69']));
  });

  test('contains only numbers and dates', () => {
    const svg = chartSvg(chartOf({ points: month((i) => i * 12_345), limit: 10_000 }));
    for (const text of textsIn(svg)) expect(text).toMatch(/^[\d,%= -]+$/);
  });

  test('a day without a reading is a gap, and a single day a point', () => {
    const curves = (points: Chart['points']) => count(chartSvg(chartOf({ points })), /stroke-linecap/g);
    const all = month(() => 50);
    expect(curves(all)).toBe(1);
    expect(curves(all.filter((_, i) => i !== 12))).toBe(2);
    expect(curves([{ day: dayAt(4), value: 3 }])).toBe(0);
    expect(count(chartSvg(chartOf({ points: [{ day: dayAt(4), value: 3 }] })), /<circle/g)).toBe(2);
  });

  test('days outside of the thirty are left out', () => {
    const points = [
      { day: '2026-10-22', value: 99 },
      { day: '2026-11-22', value: 99 },
    ];
    expect(count(chartSvg(chartOf({ points })), /<circle|stroke-linecap/g)).toBe(0);
  });

  test('has neither line nor band without a limit', () => {
    const svg = chartSvg(chartOf({ points: month((i) => i), limit: null }));
    expect(svg).not.toContain('stroke-dasharray');
    expect(count(svg, /<rect/g)).toBe(1);
  });

  test.each([
    [1.15, [0, 1]],
    [7, [0, 2, 4, 6]],
    [115, [0, 25, 50, 75, 100]],
    [11_500, [0, 2500, 5000, 7500, 10_000]],
    [2_415_000, [0, 500_000, 1_000_000, 1_500_000, 2_000_000]],
  ])('the axis up to %s has the ticks %s', (top, ticks) => {
    expect(ticksUpTo(top)).toEqual(ticks);
  });
});

describe('chart as PNG', () => {
  test('has twice the size of the SVG, a white background, and the limit in its place', async () => {
    const png = await chartPng(chartOf({ points: month(() => 50) }));
    expect(png.length).toBeLessThan(100_000);
    const { width, height, pixel } = decoded(png);
    expect([width, height]).toEqual([chartSize.width * 2, chartSize.height * 2]);
    expect(pixel(10, 10)).toBe('ffffff');
    // The scale ends at 115: the limit lies 100/115 up the plane from y = 264 to 24, the band below it down to 80.
    const y = (value: number) => Math.round(264 - (240 * value) / 115) * 2;
    expect(pixel(700, y(90))).toBe('fff1cc');
    expect(pixel(700, y(110))).toBe('fde1e1');
    expect(pixel(700, y(60))).toBe('ffffff');
    expect(pixel(700, y(50))).toBe('0b5cad');
    const limit = Array.from({ length: 40 }, (_, i) => pixel(700 + i, y(100)));
    expect(limit).toContain('c0262d');
  });

  test('contains the numbers: the font is loaded', async () => {
    const { pixel } = decoded(await chartPng(chartOf({ points: [] })));
    const below = Array.from({ length: 60 * 40 }, (_, i) => pixel(1340 + (i % 60), 540 + Math.floor(i / 60)));
    expect(below).toContain('4a5560');
  });

  test('takes less than 150 ms of CPU once the renderer is loaded', async () => {
    // CPU time in ms, because other tests run at the same time.
    const took = async () => {
      const before = process.cpuUsage();
      await chartPng(chartOf({ points: month((i) => i * 7) }));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    await took();
    const times = [await took(), await took(), await took(), await took(), await took()];
    expect(Math.min(...times)).toBeLessThan(150);
  });
});

/** A PNG of eight bits per channel, with or without alpha, not interlaced: what the renderer writes. */
function decoded(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const [width, height, channels] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[25] === 6 ? 4 : 3];
  expect([bytes[24], bytes[28]]).toEqual([8, 0]);
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
  }
  const rows = unfiltered(inflateSync(Buffer.concat(data)), { stride: width * channels, channels, height });
  const pixel = (x: number, y: number) =>
    rows.toString('hex', (y * width + x) * channels, (y * width + x) * channels + 3);
  return { width, height, pixel };
}

function unfiltered(raw: Buffer, { stride, channels, height }: { stride: number; channels: number; height: number }) {
  const out = Buffer.alloc(stride * height);
  const at = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (out[row * stride + column] ?? 0));
  for (let row = 0; row < height; row++) {
    const kind = raw[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column++) {
      const [left, up, corner] = [at(row, column - channels), at(row - 1, column), at(row - 1, column - channels)];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0;
      out[row * stride + column] = ((raw[row * (stride + 1) + 1 + column] ?? 0) + guess) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const away = (it: number) => Math.abs(left + up - corner - it);
  if (away(left) <= away(up) && away(left) <= away(corner)) return left;
  return away(up) <= away(corner) ? up : corner;
}
