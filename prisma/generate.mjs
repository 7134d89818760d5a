// Generates the Prisma client. Prisma's command looks for its native engine first, and would download it, although
// generating never starts it: any program that exists will do.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(import.meta.resolve('prisma/build/index.js'));
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
const { status } = spawnSync(process.execPath, [command, 'generate'], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
