import { LogLevel, type Logger as SlackLogger } from '@slack/logger';
import type { Logger } from '../observability/log.js';

/** For clients whose failures are thrown anyway, and logged once where they are caught. */
export const silentLogger: SlackLogger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** What Bolt itself has to say, in our log. */
export function boltLogger(log: Logger): SlackLogger {
  const words = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    ...silentLogger,
    info: (...parts) => log.debug(words(parts)),
    warn: (...parts) => log.warn(words(parts)),
    error: (...parts) => log.error(words(parts)),
  };
}
