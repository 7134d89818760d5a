import { useEffect, useState } from 'preact/hooks';
import type { MenuOption } from '../state/options.js';

/** The options for a query; `note` says why there are none. */
export interface OptionList {
  readonly options: readonly MenuOption[];
  readonly note?: string;
}

/** Where options come from: filtered locally, or fetched from the bot. */
export type OptionSource =
  | { readonly filter: (query: string) => readonly MenuOption[] }
  | { readonly fetch: (query: string) => Promise<OptionList> };

interface LoadedOptions extends OptionList {
  readonly loading: boolean;
}

/** The bot is asked after this long without input. */
const debounceMs = 200;

const loadingOptions: LoadedOptions = { options: [], loading: true };

/** The options for the query while the menu is open. Responses to outdated queries are dropped. */
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
