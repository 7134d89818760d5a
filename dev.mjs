// Development: compiles on every change, and restarts the bot in the sandbox, which keeps its state in .data/dev.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const start = (...args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });

start(join(root, 'build.mjs')).once('exit', (code) => {
  if (code !== 0) process.exit(code ?? 1);
  const children = [
    start(tsc, '--build', '--watch', '--preserveWatchOutput', 'tsconfig.build.json'),
    start('--watch', '--watch-preserve-output', 'dist/main.js', '--demo', '--keep', '.data/dev'),
  ];
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => children.forEach((child) => void child.kill(signal)));
});
