import { LogLevel, type Logger as SlackLogger } from '@slack/logger';
import type { Logger } from '../observability/log.js';

/** For clients whose failures are thrown and logged where they are caught. */
export const silentLogger: SlackLogger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** Bolt's own messages, in our log. */
export function boltLogger(log: Logger): SlackLogger {
  const join = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    ...silentLogger,
    info: (...parts) => log.debug(join(parts)),
    warn: (...parts) => log.warn(join(parts)),
    error: (...parts) => log.error(join(parts)),
  };
}
