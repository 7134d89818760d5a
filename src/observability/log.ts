import { randomBytes } from 'node:crypto';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { createRedactor } from './redact.js';

export type Logger = PinoLogger;

/**
 * Logs JSON lines to standard output. Redacts values whose name suggests a secret, at any depth, and the given `secrets`
 * in all texts.
 */
export function createLogger(
  level: string,
  secrets: readonly string[] = [],
  out: DestinationStream = pino.destination(1),
): Logger {
  const { object, line } = createRedactor(secrets);
  const redacted: DestinationStream = { write: (text) => out.write(line(text)) };
  return pino({ level, base: null, formatters: { log: object } }, redacted);
}

const idPattern = /^[\w.-]{1,64}$/;

/** The request id for the log: the one received, if it is valid; otherwise a new one. */
export function requestIdOf(receivedId: string | undefined): string {
  return receivedId !== undefined && idPattern.test(receivedId) ? receivedId : newId();
}

const processPrefix = randomBytes(6).toString('hex');
let idCount = 0;

/** Unique across processes. A counter behind a random prefix, because a random id per request would slow down checks. */
function newId(): string {
  idCount += 1;
  return `${processPrefix}-${idCount.toString(36)}`;
}

/** Logs an unexpected failure and returns its reference number, which is all that the user sees of it. */
export function logFailure(log: Pick<Logger, 'error'>, error: unknown): string {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  log.error({ err: error, reference }, 'a request failed');
  return reference;
}
