import { stdSerializers } from 'pino';

interface Redactor {
  /** Redacts an object to be logged, by the names of its properties, at any depth. */
  object(it: Record<string, unknown>): Record<string, unknown>;
  /** Redacts a log line: known secrets, and what looks like a secret. */
  line(text: string): string;
}

const censor = '[redacted]';
/** Names of secret properties: settings, HTTP headers, and the details in errors of HTTP clients. */
const secretName =
  /(tokens?|secret|secretkey|password|passwd|authorization|cookie|signature|sign|usersig|response_?url|^headers|^config)$/i;
/** Slack's tokens, and passwords in URLs. */
const secretPattern = /\b(?:xox[a-z]|xapp)-[\w-]+|(?<=:\/\/[^\s:@/"]*:)[^\s@/"]+(?=@)/g;
/** Shorter secrets would also match in ordinary words. */
const minSecretLength = 6;
const maxDepth = 8;

export function createRedactor(secrets: readonly string[]): Redactor {
  const longestFirst = [...new Set(secrets)]
    .filter((secret) => secret.length >= minSecretLength)
    .sort((a, b) => b.length - a.length);
  const values = longestFirst.length > 0 ? new RegExp(longestFirst.map(jsonPattern).join('|'), 'g') : null;
  return {
    object: (it) => Object.fromEntries(Object.entries(it).map(([name, value]) => [name, redactValue(name, value, 0)])),
    line(text) {
      const rest = text.replace(secretPattern, censor);
      return values ? rest.replace(values, censor) : rest;
    },
  };
}

/** All secrets in the settings: values with a secret name, and passwords in URLs. */
export function collectSecrets(settings: unknown, name = ''): string[] {
  if (typeof settings === 'string') {
    const passwords = settings.match(secretPattern) ?? [];
    return [...passwords, ...passwords.map(decodePassword), ...(secretName.test(name) ? [settings] : [])];
  }
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) => collectSecrets(value, name));
}

/** A pattern for the secret as JSON text. */
function jsonPattern(secret: string): string {
  return JSON.stringify(secret)
    .slice(1, -1)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function decodePassword(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function redactValue(name: string, value: unknown, depth: number): unknown {
  if (value !== undefined && value !== null && secretName.test(name)) return censor;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '[deeper]';
  try {
    return redactObject(value, depth + 1);
  } catch {
    return '[unreadable]';
  }
}

function redactObject(value: object, depth: number): unknown {
  if (Array.isArray(value)) return value.map((part) => redactValue('', part, depth));
  if (value instanceof Error) return redactEntries(stdSerializers.err(value), depth);
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactValue('', value.toJSON(), depth);
  return redactEntries(value, depth);
}

function redactEntries(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, redactValue(name, part, depth)]));
}
