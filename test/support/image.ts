import { readFileSync } from 'node:fs';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from './compiled.js';
import { createTempDirectory } from './databases.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The paths in node_modules of the packages that remain without development dependencies. */
export function productionPackages(): readonly string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: true; devOptional?: true; optional?: true }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, its]) => path !== '' && !its.dev && !its.devOptional && !its.optional)
    .map(([path]) => path);
}

/** What the Dockerfile removes from dist. */
function pathsRemovedFromImage(): string[] {
  const [, paths = ''] = /rm -r (.+) \\\n/.exec(readFileSync(join(root, 'Dockerfile'), 'utf8')) ?? [];
  return paths.split(' ').filter((path) => path.startsWith('dist/'));
}

/** The folder that the Dockerfile builds, with links in place of the packages. */
export async function imageFolder(): Promise<string> {
  const app = await createTempDirectory();
  await cp(compiled(), join(app, 'dist'), { recursive: true });
  for (const left of pathsRemovedFromImage()) await rm(join(app, left), { recursive: true });
  await cp(join(root, 'package.json'), join(app, 'package.json'));
  await cp(join(root, 'prisma/migrations'), join(app, 'prisma/migrations'), { recursive: true });
  const whole = productionPackages().filter((path) => path.lastIndexOf('node_modules/') === 0);
  for (const path of whole) {
    await mkdir(join(app, dirname(path)), { recursive: true });
    await symlink(join(root, path), join(app, path), 'dir');
  }
  return app;
}
