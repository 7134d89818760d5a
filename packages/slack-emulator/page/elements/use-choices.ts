import { useEffect, useState } from 'preact/hooks';
import type { Choice } from '../state/options.js';

/** What a menu offers for the letters typed so far; a note says why it offers nothing. */
export interface Offer {
  readonly choices: readonly Choice[];
  readonly note?: string;
}

/** Where a menu's choices come from: they are all here, or the bot has to be asked. */
export type Source =
  | { readonly here: (query: string) => readonly Choice[] }
  | { readonly asked: (query: string) => Promise<Offer> };

interface Loaded extends Offer {
  readonly loading: boolean;
}

/** How long after the last letter the bot is asked. */
const pause = 200;

const nothing: Loaded = { choices: [], loading: true };

/** What the source offers while the menu is open. Answers that come late, to letters no longer there, are dropped. */
export function useChoices(source: Source, query: string, open: boolean): Loaded {
  const [answered, setAnswered] = useState(nothing);
  const ask = 'asked' in source ? source.asked : undefined;
  useEffect(() => {
    setAnswered(nothing);
    if (!open || ask === undefined) return undefined;
    let wanted = true;
    const start = async (): Promise<void> => {
      const offer = await ask(query);
      if (wanted) setAnswered({ ...offer, loading: false });
    };
    const timer = setTimeout(start, query === '' ? 0 : pause);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, query, open]);
  if (!open) return nothing;
  return 'here' in source ? { choices: source.here(query), loading: false } : answered;
}
