import { useEffect, useState } from 'preact/hooks';
import type { MenuOption } from '../state/options.js';

/** What a menu offers for the letters typed so far; a note says why it offers nothing. */
export interface OptionList {
  readonly options: readonly MenuOption[];
  readonly note?: string;
}

/** Where a menu's choices come from: they are all here, or the bot has to be asked. */
export type OptionSource =
  | { readonly filter: (query: string) => readonly MenuOption[] }
  | { readonly fetch: (query: string) => Promise<OptionList> };

interface LoadedOptions extends OptionList {
  readonly loading: boolean;
}

/** How long after the last letter the bot is asked. */
const debounceMs = 200;

const loadingOptions: LoadedOptions = { options: [], loading: true };

/** What the source offers while the menu is open. Answers that come late, to letters no longer there, are dropped. */
export function useOptions(source: OptionSource, query: string, open: boolean): LoadedOptions {
  const [fetched, setFetched] = useState(loadingOptions);
  const fetchOptions = 'fetch' in source ? source.fetch : undefined;
  useEffect(() => {
    setFetched(loadingOptions);
    if (!open || fetchOptions === undefined) return undefined;
    let current = true;
    const start = async (): Promise<void> => {
      const list = await fetchOptions(query);
      if (current) setFetched({ ...list, loading: false });
    };
    const timer = setTimeout(start, query === '' ? 0 : debounceMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [fetchOptions, query, open]);
  if (!open) return loadingOptions;
  return 'filter' in source ? { options: source.filter(query), loading: false } : fetched;
}
