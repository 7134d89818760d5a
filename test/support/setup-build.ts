import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { oncePerRun } from './once-per-run.js';

const script = fileURLToPath(new URL('../../build.mjs', import.meta.url));

/** Builds what changed of the bot and the emulator's page. */
export async function setup(): Promise<void> {
  await oncePerRun('build', () => promisify(execFile)(process.execPath, [script]));
}
