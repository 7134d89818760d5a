import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { distance } from 'fastest-levenshtein';
import { withoutByteOrderMark } from './json-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables in the file `.env` of the working directory; empty if there is none. */
function readEnvFile(): Environment {
  if (!existsSync('.env')) return {};
  return parseEnv(withoutByteOrderMark(readFileSync('.env', 'utf8')));
}

/** The environment of this process, with the variables of a `.env` file in the working directory added. */
export function loadEnvironment(): Environment {
  for (const [name, value] of Object.entries(readEnvFile())) process.env[name] ??= value;
  return process.env;
}

/** Variables in `.env` that are meant for the runtime, for Compose or for libraries. */
const meantForOthers =
  /^(?:NODE_|npm_|PG|POSTGRES_|COMPOSE_|DOCKER_|SSL_CERT|UV_|TZ$|LANG$|LC_|(?:HTTPS?|ALL|NO)_PROXY$)/i;

/**
 * Sentences about variables that look like settings but are none: those in `.env`, and those of the environment whose
 * name is nearly that of a setting. Never a value.
 */
export function unknownSettings(
  known: readonly string[],
  environment: Environment,
  inFile: Environment = readEnvFile(),
): readonly string[] {
  const names = new Set([...Object.keys(inFile), ...Object.keys(environment)]);
  return [...names].sort().flatMap((name) => {
    if (known.includes(name)) return [];
    const meant = known.find((setting) => isNearly(name, setting));
    if (meant !== undefined) return [`${name} is not a setting and has no effect; ${meant} is one.`];
    return name in inFile && !meantForOthers.test(name) ? [`${name} in .env is not a setting and has no effect.`] : [];
  });
}

/** Short names are like many others by chance. */
function isNearly(name: string, setting: string): boolean {
  return distance(name.toUpperCase(), setting) <= (setting.length > 5 ? 2 : 1);
}
