import { randomBytes } from 'node:crypto';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { createRedactor } from './redact.js';

export type Logger = PinoLogger;

/**
 * The log: JSON lines on standard output. What could be secret is cut out wherever it stands: by its name at any depth,
 * and `secrets` by what they are, in whatever text they turn up.
 */
export function createLogger(
  level: string,
  secrets: readonly string[] = [],
  out: DestinationStream = pino.destination(1),
): Logger {
  const { object, line } = createRedactor(secrets);
  const clean: DestinationStream = { write: (text) => out.write(line(text)) };
  return pino({ level, base: null, formatters: { log: object } }, clean);
}

const wellFormed = /^[\w.-]{1,64}$/;

/** The id under which a request stands in the log: the one it came with, if that is fit to be written; or a new one. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && wellFormed.test(given) ? given : newId();
}

const ofThisProcess = randomBytes(6).toString('hex');
let made = 0;

/** Unlike any other, of whatever process; made at random each time it would be felt by checks. */
function newId(): string {
  made += 1;
  return `${ofThisProcess}-${made.toString(36)}`;
}

/** Notes an unexpected failure under a reference number, which is all that whoever met it gets to see. */
export function logFailure(log: Pick<Logger, 'error'>, error: unknown): string {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  log.error({ err: error, reference }, 'a request failed');
  return reference;
}
