import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];
const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Why no browser could be started. */
interface NoBrowser {
  readonly reason: string;
}

/**
 * A real Chromium: the one at CHROMIUM_PATH, else the one from the npm package (with the package's own libraries if the
 * system lacks them), else an installed one.
 */
export async function startBrowser(): Promise<Browser | NoBrowser> {
  const tried: string[] = [];
  const attempt = async (what: string, start: () => Promise<Browser>): Promise<Browser | undefined> => {
    try {
      return await start();
    } catch (error) {
      tried.push(`${what}: ${String(error).split('\n').slice(0, 4).join(' ')}`);
      return undefined;
    }
  };
  const launch = (executablePath: string, env = {}) =>
    chromium.launch({ executablePath, args, env: { ...process.env, ...env } });
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    const browser = await attempt(named, () => launch(named));
    return browser ?? { reason: tried.join('\n') };
  }
  const fromPackage = async (env = {}) => launch(join(await unpacked(), 'chromium'), env);
  const lent = async () => fromPackage({ LD_LIBRARY_PATH: join(await unpacked(), 'al2023', 'lib') });
  const started = (await attempt('the npm package', fromPackage)) ?? (await attempt('with its own libraries', lent));
  if (started) return started;
  for (const path of usual.filter(existsSync)) {
    const browser = await attempt(path, () => launch(path));
    if (browser) return browser;
  }
  return { reason: `No browser could be started. Set CHROMIUM_PATH, or install one.\n${tried.join('\n')}` };
}

/** The package's Chromium, unpacked once into a cache; safe if several processes do it at once. */
async function unpacked(): Promise<string> {
  const home = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..');
  const { version }: { version: string } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const kept = join(root, 'node_modules', '.cache', `imapp-chromium-${version}`);
  if (existsSync(kept)) return kept;
  const before = { TMPDIR: process.env['TMPDIR'], AWS_EXECUTION_ENV: process.env['AWS_EXECUTION_ENV'] };
  const making = await mkdtemp(join(tmpdir(), 'imapp-chromium-'));
  try {
    // The package unpacks into TMPDIR, and its libraries only if it believes to run on AWS Lambda.
    Object.assign(process.env, { TMPDIR: making, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
    await packed.executablePath();
    const copy = await mkdtemp(join(root, 'node_modules', '.imapp-chromium-'));
    await cp(making, copy, { recursive: true });
    await rename(copy, kept).catch(() => rm(copy, { recursive: true }));
    return kept;
  } finally {
    restore(before);
    await rm(making, { recursive: true, force: true });
  }
}

function restore(environment: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
