import { stdSerializers } from 'pino';

/** Cuts out what is secret. */
interface Redactor {
  /** From an object that is to be written, by the names of its parts, at any depth. */
  object(it: Record<string, unknown>): Record<string, unknown>;
  /** From a line that is about to be written, by what secrets look like and by those that are known. */
  line(text: string): string;
}

const censor = '[redacted]';
/** Names under which secrets stand: settings, HTTP headers, what errors of HTTP clients carry along. */
const secretName =
  /(tokens?|secret|secretkey|password|passwd|authorization|cookie|signature|sign|usersig|response_?url|^headers|^config)$/i;
/** Slack's tokens, and the password in a URL. */
const looks = /\b(?:xox[a-z]|xapp)-[\w-]+|(?<=:\/\/[^\s:@/"]*:)[^\s@/"]+(?=@)/g;
/** What is shorter would be found in harmless words as well. */
const shortest = 6;
const deepest = 8;

export function createRedactor(secrets: readonly string[]): Redactor {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= shortest).sort((a, b) => b.length - a.length);
  const values = known.length > 0 ? new RegExp(known.map(asWritten).join('|'), 'g') : null;
  return {
    object: (it) => Object.fromEntries(Object.entries(it).map(([name, value]) => [name, hidden(name, value, 0)])),
    line(text) {
      const rest = text.replace(looks, censor);
      return values ? rest.replace(values, censor) : rest;
    },
  };
}

/** Every secret among these settings: what stands under such a name, and the passwords of URLs. */
export function collectSecrets(settings: unknown, name = ''): string[] {
  if (typeof settings === 'string') {
    const passwords = settings.match(looks) ?? [];
    return [...passwords, ...passwords.map(decoded), ...(secretName.test(name) ? [settings] : [])];
  }
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) => collectSecrets(value, name));
}

/** A pattern for the secret as JSON writes it. */
function asWritten(secret: string): string {
  return JSON.stringify(secret)
    .slice(1, -1)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function hidden(name: string, value: unknown, depth: number): unknown {
  if (value !== undefined && value !== null && secretName.test(name)) return censor;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return '[deeper]';
  try {
    return within(value, depth + 1);
  } catch {
    return '[unreadable]';
  }
}

function within(value: object, depth: number): unknown {
  if (Array.isArray(value)) return value.map((part) => hidden('', part, depth));
  if (value instanceof Error) return parts(stdSerializers.err(value), depth);
  if ('toJSON' in value && typeof value.toJSON === 'function') return hidden('', value.toJSON(), depth);
  return parts(value, depth);
}

function parts(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hidden(name, part, depth)]));
}
