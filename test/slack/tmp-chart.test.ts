import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { chartPng } from '../../src/slack/draw/picture.js';
const say = { key: 'x' };
const day = (i: number) => new Date(Date.UTC(2026, 9, 23 + i)).toISOString().slice(0, 10);
test('x', async () => {
  const samples = {
    normal: { title: say, alt: say, limit: 100, today: day(29), points: Array.from({ length: 30 }, (_, i) => ({ day: day(i), value: Math.round(40 + i * 1.9 + 4 * Math.sin(i)) })).filter((_, i) => i < 8 || i > 11) },
    over: { title: say, alt: say, limit: 10000, today: day(29), points: Array.from({ length: 30 }, (_, i) => ({ day: day(i), value: Math.round(7000 + i * 190 + 400 * Math.sin(i)) })) },
    low: { title: say, alt: say, limit: 100000, today: day(29), points: [{ day: day(3), value: 12 }, { day: day(20), value: 30 }, { day: day(21), value: 40 }] },
    unlimited: { title: say, alt: say, limit: null, today: day(29), points: Array.from({ length: 27 }, (_, i) => ({ day: day(i), value: 1234567 + i * 33333 })) },
    zero: { title: say, alt: say, limit: null, today: day(29), points: [{ day: day(29), value: 0 }] },
  };
  for (const [name, chart] of Object.entries(samples)) {
    const t = performance.now();
    const png = await chartPng(chart);
    console.log(name, png.length, Math.round(performance.now() - t));
    writeFileSync(`/tmp/people/${name}.png`, png);
  }
});
