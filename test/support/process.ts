import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterTest } from './databases.js';

/** Starts the compiled bot as a process with only these settings, and waits until it is ready. */
export async function startProcess(program: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const bot = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...env },
  });
  afterTest(async () => void bot.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    bot.stdout?.on('data', (line) => String(line).includes('"ready"') && resolve());
    bot.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)));
  });
  return bot;
}

/** Sends the signal and returns the exit code. */
export async function stopProcess(bot: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const gone = once(bot, 'exit');
  bot.kill(signal);
  const [code] = await gone;
  return code;
}

export async function killProcess(bot: ChildProcess): Promise<void> {
  await stopProcess(bot, 'SIGKILL');
}
