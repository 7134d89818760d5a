import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Chart } from '../../operations/attachments.js';
import { chartSvg } from './chart-svg.js';

/** Twice as fine as it is shown, for screens that are. */
const zoom = 2;

const file = (name: string) => readFile(new URL(import.meta.resolve(name)));

/** The renderer, and the one font that the numbers need: read when the first chart is drawn. */
let tools: Promise<Buffer> | undefined;

async function open(): Promise<Buffer> {
  const [font, wasm] = await Promise.all([
    file('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    file('@resvg/resvg-wasm/index_bg.wasm'),
  ]);
  await initWasm(wasm);
  return font;
}

/** A chart as a PNG. Throws when the renderer or the font cannot be read; the next time it is tried again. */
export async function chartPng(chart: Chart): Promise<Uint8Array> {
  tools ??= open().catch((error: unknown) => {
    tools = undefined;
    throw error;
  });
  const font = { fontBuffers: [await tools], defaultFontFamily: 'DejaVu Sans' };
  const drawing = new Resvg(chartSvg(chart), { fitTo: { mode: 'zoom', value: zoom }, font });
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}
