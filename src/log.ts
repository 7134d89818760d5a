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
