import '../config/home-directory.js';
import { readSettings } from '../config/config.js';
import { loadEnvironment } from '../config/environment.js';
import { migrateDatabase } from '../database/client.js';
import { createLogger } from '../observability/log.js';
import { runProgram } from './run-program.js';

/** `npm run migrate`: applies pending migrations, as a start does, and starts nothing. */
runProgram(import.meta.url, async (out) => {
  const { database } = readSettings(loadEnvironment(), { slackOptional: true });
  const applied = await migrateDatabase({ ...database, log: createLogger('warn') });
  out(
    applied.length === 0
      ? 'The database is up to date.'
      : `The database was migrated:\n${applied.map((name) => `  - ${name}`).join('\n')}`,
  );
  return true;
});
