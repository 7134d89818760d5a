import { DateTime } from 'luxon';
import { thresholds } from '../../domain/entitlements/limit-usage.js';
import { type Chart, daysCharted } from '../../operations/attachments.js';

/** Size of a chart in pixels before it is drawn twice as fine. */
export const size = { width: 720, height: 300 } as const;

const colors = {
  paper: '#ffffff',
  frame: '#d0d7de',
  grid: '#e6e9ed',
  words: '#4a5560',
  line: '#0b5cad',
  area: '#0b5cad',
  limit: '#c0262d',
  near: '#fff1cc',
  over: '#fde1e1',
} as const;

/** Where the curve is drawn, and what a pixel of it means. */
interface Plane {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The days shown, the oldest first. */
  readonly days: readonly string[];
  readonly steps: readonly number[];
  x(day: number): number;
  y(value: number): number;
}

/**
 * A metric against its limit over 30 days, as SVG: the limit as a line, a band where it is nearly used up, days that were not
 * measured as gaps. Numbers and dates only: the words stand beside the picture, so no language needs a font.
 */
export function chartSvg(chart: Chart): string {
  const { limit } = chart;
  const plane = planeOf(chart);
  const { width, height } = size;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans" font-size="12">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" fill="${colors.paper}" stroke="${colors.frame}"/>`,
    ...(limit === null ? [] : bands(plane, limit)),
    ...grid(plane),
    ...dates(plane),
    ...curve(plane, chart),
    ...(limit === null ? [] : limitLine(plane, limit)),
    ...newest(plane, chart),
    '</svg>',
  ].join('\n');
}

function planeOf({ points, limit, today }: Chart): Plane {
  const highest = Math.max(limit ?? 0, ...points.map(({ value }) => value), 1);
  const scale = highest * 1.15;
  const steps = stepsTo(scale);
  const top = 24;
  const bottom = size.height - 36;
  const longest = Math.max(...steps.map((step) => written(step).length));
  const left = 20 + longest * 7.5;
  const right = size.width - 32;
  return {
    ...{ left, right, top, bottom, steps },
    days: daysUpTo(today),
    x: (day) => round(left + ((right - left) * day) / (daysCharted - 1)),
    y: (value) => round(bottom - ((bottom - top) * value) / scale),
  };
}

function daysUpTo(today: string): string[] {
  const last = DateTime.fromISO(today, { zone: 'utc' });
  return Array.from({ length: daysCharted }, (_, i) => last.minus({ days: daysCharted - 1 - i }).toISODate() ?? '');
}

/** Whole numbers from 0 up to `top`, evenly spaced by what is easily read. At most six. */
export function stepsTo(top: number): number[] {
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((it) => it >= rough && Number.isInteger(it)) ?? 1;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}

function bands({ left, right, top, y }: Plane, limit: number): string[] {
  const band = (from: number, to: number, fill: string) =>
    `<rect x="${left}" y="${to}" width="${round(right - left)}" height="${round(from - to)}" fill="${fill}"/>`;
  return [
    band(y((limit * thresholds.warning) / thresholds.reached), y(limit), colors.near),
    band(y(limit), top, colors.over),
  ];
}

function grid({ left, right, steps, y }: Plane): string[] {
  return steps.flatMap((step) => [
    `<line x1="${left}" x2="${right}" y1="${y(step)}" y2="${y(step)}" stroke="${colors.grid}"/>`,
    `<text x="${left - 8}" y="${y(step) + 4}" text-anchor="end" fill="${colors.words}">${written(step)}</text>`,
  ]);
}

/** Today, and every fifth day before it. */
function dates({ days, bottom, x }: Plane): string[] {
  return days.flatMap((day, i) => {
    if ((daysCharted - 1 - i) % 5 !== 0) return [];
    return [
      `<line x1="${x(i)}" x2="${x(i)}" y1="${bottom}" y2="${bottom + 4}" stroke="${colors.words}"/>`,
      `<text x="${x(i)}" y="${bottom + 20}" text-anchor="middle" fill="${colors.words}">${day.slice(5)}</text>`,
    ];
  });
}

/** What was measured on each day shown, in runs without a gap. */
function runsOf({ days }: Plane, { points }: Chart): { readonly day: number; readonly value: number }[][] {
  const measured = new Map(points.map(({ day, value }) => [day, value]));
  const runs: { day: number; value: number }[][] = [];
  for (const [i, day] of days.entries()) {
    const value = measured.get(day);
    if (value === undefined) continue;
    const run = runs.at(-1);
    if (run?.at(-1)?.day === i - 1) run.push({ day: i, value });
    else runs.push([{ day: i, value }]);
  }
  return runs;
}

function curve(plane: Plane, chart: Chart): string[] {
  const { bottom, x, y } = plane;
  return runsOf(plane, chart).flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last) return [];
    if (first === last) return [dot(x(first.day), y(first.value), 3)];
    const path = run.map(({ day, value }) => `${x(day)} ${y(value)}`).join(' L');
    return [
      `<path d="M${x(first.day)} ${bottom} L${path} L${x(last.day)} ${bottom} Z" fill="${colors.area}" fill-opacity="0.1"/>`,
      `<path d="M${path}" fill="none" stroke="${colors.line}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>`,
    ];
  });
}

/** The limit, with its number at the left end above it: the newest value stands at the right. */
function limitLine({ left, right, y }: Plane, limit: number): string[] {
  return [
    `<line x1="${left}" x2="${right}" y1="${y(limit)}" y2="${y(limit)}" stroke="${colors.limit}" stroke-width="2" stroke-dasharray="7 4"/>`,
    label(left + 6, y(limit) - 6, { text: `100% = ${written(limit)}`, color: colors.limit, anchor: 'start' }),
  ];
}

/** The newest value, on its day: above its point, or below it where the line of the limit is. */
function newest(plane: Plane, chart: Chart): string[] {
  const last = runsOf(plane, chart).at(-1)?.at(-1);
  if (!last) return [];
  const { x, y } = plane;
  const anchor = last.day > daysCharted - 4 ? 'end' : 'middle';
  const above = y(last.value) - 10;
  const crossed = chart.limit !== null && Math.abs(above - 5 - y(chart.limit)) < 10;
  const at = crossed ? y(last.value) + 22 : above;
  return [
    dot(x(last.day), y(last.value), 4.5),
    label(x(last.day) + (anchor === 'end' ? 6 : 0), at, { text: written(last.value), color: colors.line, anchor }),
  ];
}

/** With a rim of paper, so that it can be read on whatever lies below. */
function label(x: number, y: number, how: { text: string; color: string; anchor: 'start' | 'middle' | 'end' }): string {
  const place = `x="${x}" y="${y}" text-anchor="${how.anchor}" font-size="13"`;
  return [
    `<text ${place} fill="none" stroke="${colors.paper}" stroke-width="4" stroke-linejoin="round">${how.text}</text>`,
    `<text ${place} fill="${how.color}">${how.text}</text>`,
  ].join('');
}

function dot(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colors.line}" stroke="${colors.paper}" stroke-width="1.5"/>`;
}

/** As English, Korean and Chinese all write it. */
function written(value: number): string {
  return value.toLocaleString('en');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
