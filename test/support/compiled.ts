import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { later } from './databases.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Compiles the bot as production does, for tests that need it in a process of its own. Tells the folder that stands
 * for `dist`; it is removed afterwards.
 */
export async function compiled(): Promise<string> {
  const home = await mkdtemp(join(root, 'node_modules', '.imapp-compiled-'));
  later(() => rm(home, { recursive: true, force: true }));
  const dist = join(home, 'dist');
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const build = ['-p', join(root, 'tsconfig.build.json'), '--outDir', dist, '--noCheck'];
  await promisify(execFile)(process.execPath, [compiler, ...build]);
  for (const beside of ['prisma', 'package.json', 'manifest.yml'])
    await symlink(join(root, beside), join(home, beside));
  return dist;
}
