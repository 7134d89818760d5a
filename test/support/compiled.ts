import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder with the compiled bot, as `npm start` runs it. It is built by the global setup. */
export function compiled(): string {
  const dist = fileURLToPath(new URL('../../dist', import.meta.url));
  if (!existsSync(dist)) throw new Error('The bot is not built: npm run build');
  return dist;
}
