import { isObject, stringIn } from '../../src/json.js';
import type { Exchange, ExchangePart } from '../../src/traffic-log.js';

export interface WireFilter {
  readonly words: string;
  readonly direction: Exchange['direction'] | 'both';
}

/** Those whose name, way or bodies contain the words, newest first. */
export function filtered(exchanges: readonly Exchange[], filter: WireFilter): readonly Exchange[] {
  const words = filter.words.trim().toLocaleLowerCase();
  const fits = (exchange: Exchange): boolean => {
    if (filter.direction !== 'both' && filter.direction !== exchange.direction) return false;
    const said = [exchange.name, exchange.via, exchange.request.body, exchange.response?.body ?? ''];
    return words === '' || said.some((text) => text.toLocaleLowerCase().includes(words));
  };
  return exchanges.filter(fits).reverse();
}

/** The known exchanges with the newly read ones put in their place; only the last `kept`. */
export function merged(known: readonly Exchange[], read: readonly Exchange[], kept = 500): readonly Exchange[] {
  const byId = new Map([...known, ...read].map((exchange) => [exchange.id, exchange]));
  return [...byId.values()].sort((one, other) => one.id - other.id).slice(-kept);
}

/** From where to read on: before the first that has no answer yet, else after the last. */
export function readFrom(known: readonly Exchange[]): number {
  const open = known.find((exchange) => exchange.response === undefined && exchange.failure === undefined);
  return open === undefined ? (known.at(-1)?.id ?? 0) : open.id - 1;
}

/** A body as people can read it: forms taken apart, JSON indented, at every depth where it is packed in a string. */
export function readable({ body }: ExchangePart): string {
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

/** What came of an exchange, in a word: the status, and the error that a Web API answer names. Undefined while it waits. */
export function outcomeOf({ response, failure }: Exchange): {
  readonly said: string | undefined;
  readonly fine: boolean;
} {
  if (failure !== undefined) return { said: failure, fine: false };
  if (response === undefined) return { said: undefined, fine: true };
  const parsed = json(response.body);
  const error = isObject(parsed) && parsed['ok'] === false ? stringIn(parsed, 'error') : undefined;
  return {
    said: [response.status, error].filter(Boolean).join(' '),
    fine: response.status < 400 && error === undefined,
  };
}
