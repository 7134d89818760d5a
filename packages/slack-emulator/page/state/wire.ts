import { isObject, stringIn } from '../../src/json.js';
import type { Exchange, ExchangePart } from '../../src/traffic-log.js';

export interface WireFilter {
  readonly query: string;
  readonly direction: Exchange['direction'] | 'both';
}

/** The exchanges whose name, transport or bodies contain the query, newest first. */
export function filterExchanges(exchanges: readonly Exchange[], filter: WireFilter): readonly Exchange[] {
  const query = filter.query.trim().toLocaleLowerCase();
  const matches = (exchange: Exchange): boolean => {
    if (filter.direction !== 'both' && filter.direction !== exchange.direction) return false;
    const texts = [exchange.name, exchange.via, exchange.request.body, exchange.response?.body ?? ''];
    return query === '' || texts.some((text) => text.toLocaleLowerCase().includes(query));
  };
  return exchanges.filter(matches).reverse();
}

/** Merges newly read exchanges into the known ones; keeps the last `max`. */
export function mergeExchanges(known: readonly Exchange[], read: readonly Exchange[], max = 500): readonly Exchange[] {
  const byId = new Map([...known, ...read].map((exchange) => [exchange.id, exchange]));
  return [...byId.values()].sort((one, other) => one.id - other.id).slice(-max);
}

/** The id to read after: before the first pending exchange, else the last known. */
export function nextSince(known: readonly Exchange[]): number {
  const pending = known.find((exchange) => exchange.response === undefined && exchange.failure === undefined);
  return pending === undefined ? (known.at(-1)?.id ?? 0) : pending.id - 1;
}

/** A formatted body: forms as objects, JSON indented, also in form fields. */
export function prettyBody({ body }: ExchangePart): string {
  const parsed = json(body);
  if (parsed !== undefined) return JSON.stringify(parsed, null, 2);
  if (!/^[\w.[\]]+=[^\n]*$/.test(body)) return body;
  const fields = [...new URLSearchParams(body)].map(([key, value]) => [key, json(value) ?? value]);
  return JSON.stringify(Object.fromEntries(fields), null, 2);
}

function json(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Status code and Slack's error code of an exchange; `text` is undefined while it is pending. */
export function exchangeStatus({ response, failure }: Exchange): {
  readonly text: string | undefined;
  readonly ok: boolean;
} {
  if (failure !== undefined) return { text: failure, ok: false };
  if (response === undefined) return { text: undefined, ok: true };
  const parsed = json(response.body);
  const error = isObject(parsed) && parsed['ok'] === false ? stringIn(parsed, 'error') : undefined;
  return {
    text: [response.status, error].filter(Boolean).join(' '),
    ok: response.status < 400 && error === undefined,
  };
}
