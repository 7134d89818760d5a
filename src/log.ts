import { randomBytes } from 'node:crypto';
import { type Logger, pino } from 'pino';

export type Log = Logger;

/** The log: JSON lines on standard output. What could be secret is cut out wherever it stands. */
export function openLog(level: string): Log {
  return pino({
    level,
    base: null,
    redact: {
      paths: [
        'token',
        'authorization',
        '*.token',
        '*.authorization',
        'headers',
        '*.headers',
        'config',
        '*.config',
        'response_url',
        '*.response_url',
      ],
      censor: '[redacted]',
    },
  });
}

/** Notes an unexpected failure under a reference number, which is all that whoever met it gets to see. */
export function noted(log: Pick<Log, 'error'>, error: unknown): string {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  log.error({ err: error, reference }, 'a request failed');
  return reference;
}
