import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Chart } from '../../operations/attachments.js';
import { chartSvg } from './chart-svg.js';

/** Rendered at twice the size, for high-resolution screens. */
const scale = 2;

const readAsset = (name: string) => readFile(new URL(import.meta.resolve(name)));

/** The font for the numbers; loaded, and the renderer with it, when the first chart is rendered. */
let renderer: Promise<Buffer> | undefined;

async function loadRenderer(): Promise<Buffer> {
  const [font, wasm] = await Promise.all([
    readAsset('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    readAsset('@resvg/resvg-wasm/index_bg.wasm'),
  ]);
  await initWasm(wasm);
  return font;
}

/** A chart as a PNG. Throws when the renderer or the font cannot be loaded; the next call tries again. */
export async function chartPng(chart: Chart): Promise<Uint8Array> {
  renderer ??= loadRenderer().catch((error: unknown) => {
    renderer = undefined;
    throw error;
  });
  const font = { fontBuffers: [await renderer], defaultFontFamily: 'DejaVu Sans' };
  const resvg = new Resvg(chartSvg(chart), { fitTo: { mode: 'zoom', value: scale }, font });
  const image = resvg.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    resvg.free();
  }
}
