import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiled } from '../../support/compiled.js';

/** `npm start` with no settings: the real bot in its sandbox, compiled, in a process of its own. */
export interface RealSandbox {
  readonly address: string;
  stop(): Promise<void>;
}

export async function startSandbox(): Promise<RealSandbox> {
  const dist = compiled();
  const child = spawn(process.execPath, [join(dist, 'main.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'warn' },
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += String(text);
        const found = /Open (http:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    child.once('exit', () => reject(new Error(`the sandbox did not start: ${said}`)));
  });
  return {
    address,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
