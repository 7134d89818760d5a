import { DateTime } from 'luxon';
import { thresholds } from '../../domain/entitlements/limit-usage.js';
import { type Chart, daysCharted } from '../../operations/attachments.js';

/** In pixels, before the PNG is scaled up. */
export const chartSize = { width: 720, height: 300 } as const;

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

/** The rectangle of the curve in pixels, and its scales. */
interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The days shown, oldest first. */
  readonly days: readonly string[];
  readonly ticks: readonly number[];
  x(day: number): number;
  y(value: number): number;
}

/**
 * A metric over 30 days as SVG: the limit as a line, a band where it is nearly reached, gaps for days without a reading.
 * It contains only numbers and dates, so one Latin font is enough for all languages; text goes beside the image.
 */
export function chartSvg(chart: Chart): string {
  const { limit } = chart;
  const plot = plotArea(chart);
  const { width, height } = chartSize;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans" font-size="12">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" fill="${colors.paper}" stroke="${colors.frame}"/>`,
    ...(limit === null ? [] : bands(plot, limit)),
    ...grid(plot),
    ...dateAxis(plot),
    ...curve(plot, chart),
    ...(limit === null ? [] : limitLine(plot, limit)),
    ...newestValue(plot, chart),
    '</svg>',
  ].join('\n');
}

function plotArea({ points, limit, today }: Chart): PlotArea {
  const highest = Math.max(limit ?? 0, ...points.map(({ value }) => value), 1);
  const scale = highest * 1.15;
  const ticks = ticksUpTo(scale);
  const top = 24;
  const bottom = chartSize.height - 36;
  const longestTick = Math.max(...ticks.map((tick) => formatNumber(tick).length));
  const left = 20 + longestTick * 7.5;
  const right = chartSize.width - 32;
  return {
    ...{ left, right, top, bottom, ticks },
    days: daysUpTo(today),
    x: (day) => round(left + ((right - left) * day) / (daysCharted - 1)),
    y: (value) => round(bottom - ((bottom - top) * value) / scale),
  };
}

function daysUpTo(today: string): string[] {
  const last = DateTime.fromISO(today, { zone: 'utc' });
  return Array.from({ length: daysCharted }, (_, i) => last.minus({ days: daysCharted - 1 - i }).toISODate() ?? '');
}

/** At most six evenly spaced round whole numbers from 0 up to `top`. */
export function ticksUpTo(top: number): number[] {
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const tick = [1, 2, 2.5, 5, 10].map((times) => times * power).find((it) => it >= rough && Number.isInteger(it)) ?? 1;
  return Array.from({ length: Math.floor(top / tick) + 1 }, (_, i) => i * tick);
}

function bands({ left, right, top, y }: PlotArea, limit: number): string[] {
  const band = (from: number, to: number, fill: string) =>
    `<rect x="${left}" y="${to}" width="${round(right - left)}" height="${round(from - to)}" fill="${fill}"/>`;
  return [
    band(y((limit * thresholds.warning) / thresholds.reached), y(limit), colors.near),
    band(y(limit), top, colors.over),
  ];
}

function grid({ left, right, ticks, y }: PlotArea): string[] {
  return ticks.flatMap((tick) => [
    `<line x1="${left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" stroke="${colors.grid}"/>`,
    `<text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end" fill="${colors.words}">${formatNumber(tick)}</text>`,
  ]);
}

/** Labels for today and every fifth day before it. */
function dateAxis({ days, bottom, x }: PlotArea): string[] {
  return days.flatMap((day, i) => {
    if ((daysCharted - 1 - i) % 5 !== 0) return [];
    return [
      `<line x1="${x(i)}" x2="${x(i)}" y1="${bottom}" y2="${bottom + 4}" stroke="${colors.words}"/>`,
      `<text x="${x(i)}" y="${bottom + 20}" text-anchor="middle" fill="${colors.words}">${day.slice(5)}</text>`,
    ];
  });
}

/** The readings of the days shown, split where a day is missing. */
function runsOf({ days }: PlotArea, { points }: Chart): { readonly day: number; readonly value: number }[][] {
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

function curve(plot: PlotArea, chart: Chart): string[] {
  const { bottom, x, y } = plot;
  return runsOf(plot, chart).flatMap((run) => {
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

/** The limit, labelled at its left end, because the newest value is labelled at the right. */
function limitLine({ left, right, y }: PlotArea, limit: number): string[] {
  return [
    `<line x1="${left}" x2="${right}" y1="${y(limit)}" y2="${y(limit)}" stroke="${colors.limit}" stroke-width="2" stroke-dasharray="7 4"/>`,
    label(left + 6, y(limit) - 6, { text: `100% = ${formatNumber(limit)}`, color: colors.limit, anchor: 'start' }),
  ];
}

/** The newest value: above its point, or below it if the limit's line is there. */
function newestValue(plot: PlotArea, chart: Chart): string[] {
  const last = runsOf(plot, chart).at(-1)?.at(-1);
  if (!last) return [];
  const { x, y } = plot;
  const anchor = last.day > daysCharted - 4 ? 'end' : 'middle';
  const above = y(last.value) - 10;
  const crossed = chart.limit !== null && Math.abs(above - 5 - y(chart.limit)) < 10;
  const at = crossed ? y(last.value) + 22 : above;
  return [
    dot(x(last.day), y(last.value), 4.5),
    label(x(last.day) + (anchor === 'end' ? 6 : 0), at, { text: formatNumber(last.value), color: colors.line, anchor }),
  ];
}

/** Text with an outline in the background colour, so that it is readable above lines. */
function label(
  x: number,
  y: number,
  options: { text: string; color: string; anchor: 'start' | 'middle' | 'end' },
): string {
  const position = `x="${x}" y="${y}" text-anchor="${options.anchor}" font-size="13"`;
  return [
    `<text ${position} fill="none" stroke="${colors.paper}" stroke-width="4" stroke-linejoin="round">${options.text}</text>`,
    `<text ${position} fill="${options.color}">${options.text}</text>`,
  ].join('');
}

function dot(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colors.line}" stroke="${colors.paper}" stroke-width="1.5"/>`;
}

/** In English notation, which Korean and Chinese share. */
function formatNumber(value: number): string {
  return value.toLocaleString('en');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
