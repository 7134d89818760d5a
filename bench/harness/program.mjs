import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const gauge = new URL('resource-usage.mjs', import.meta.url).href;
const patienceMs = 20_000;

/**
 * Starts a program of this repository in a process of its own and waits for it to say that it is ready. `seconds` is how
 * long that took; `gauge` asks what it has cost (resource-usage.mjs); `heard` gets every line that it says from then on.
 */
export async function startProgram(file, { env, flags = [], heard = () => {} }) {
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, '--import', gauge, join(root, file)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('ready')) resolve();
      heard(line);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${env.PORT}`,
    seconds: (performance.now() - began) / 1000,
    kill,
    async gauge() {
      child.send('how much?');
      const [told] = await once(child, 'message');
      return told;
    },
    async stop() {
      const impatient = setTimeout(kill, patienceMs);
      child.kill('SIGTERM');
      await gone;
      clearTimeout(impatient);
    },
  };
}
