// Builds what changed since the last build: the Prisma client, the emulator and the bot (`tsc --build` keeps its own
// record), and the emulator's page. `node build.mjs generate` makes only the Prisma client.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const emulator = join(root, 'packages/slack-emulator');

/** Runs a Node program of a package; ends the build with its exit code when it fails. */
function run(script, args, env = {}) {
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
  const { status } = spawnSync(process.execPath, [script, ...args], options);
  if (status !== 0) process.exit(status ?? 1);
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Makes `output` unless it was last made from inputs with the same content. */
function whenChanged(output, inputs, make) {
  const hash = createHash('sha256');
  for (const file of inputs) hash.update(relative(root, file)).update(readFileSync(file));
  const digest = hash.digest('hex');
  const stamp = join(root, 'node_modules/.cache', `imapp-${relative(root, output).replaceAll(/\W/g, '-')}`);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  rmSync(stamp, { force: true });
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

const packageFile = (name) => require.resolve(`${name}/package.json`);

whenChanged(
  join(root, 'src/database/generated/client.ts'),
  [join(root, 'prisma/schema.prisma'), join(root, 'prisma.config.ts'), packageFile('prisma')],
  () => {
    // Prisma's command looks for its native engine first, and would download it, although generating never starts it:
    // any program that exists will do.
    const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
    run(require.resolve('prisma/build/index.js'), ['generate'], env);
  },
);
if (process.argv[2] === 'generate') process.exit();

run(join(dirname(packageFile('typescript')), 'bin/tsc'), ['--build', 'tsconfig.build.json']);

whenChanged(
  join(emulator, 'dist/page/index.html'),
  [
    ...filesIn(join(emulator, 'page')),
    ...filesIn(join(emulator, 'src')),
    join(emulator, 'vite.config.ts'),
    packageFile('vite'),
    packageFile('preact'),
  ],
  () => {
    const vite = join(dirname(packageFile('vite')), 'bin/vite.js');
    run(vite, ['build', '--config', join(emulator, 'vite.config.ts'), '--logLevel', 'warn']);
  },
);
