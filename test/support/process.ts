import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { later } from './databases.js';

/** The compiled bot as a process of its own, up and serving. It knows nothing but these settings. */
export async function started(program: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const bot = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...env },
  });
  later(async () => void bot.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    bot.stdout?.on('data', (line) => String(line).includes('"ready"') && resolve());
    bot.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)));
  });
  return bot;
}

/** Answers its exit code. */
export async function ended(bot: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const gone = once(bot, 'exit');
  bot.kill(signal);
  const [code] = await gone;
  return code;
}

export async function killed(bot: ChildProcess): Promise<void> {
  await ended(bot, 'SIGKILL');
}
