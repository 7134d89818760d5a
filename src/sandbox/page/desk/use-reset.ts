import { useCallback, useState } from 'preact/hooks';
import { useDesk } from './desk.js';

/** Starts over, once somebody has thought twice; `starting` while it lasts. What was read is forgotten with the rest. */
export function useReset(): { readonly starting: boolean; readonly reset: () => Promise<void> } {
  const { words, act, confirm, forgetReads } = useDesk();
  const [starting, setStarting] = useState(false);
  const reset = useCallback(async () => {
    if (starting) return;
    const text = { type: 'plain_text', text: words.resetAsk } as const;
    const title = { type: 'plain_text', text: words.reset } as const;
    if (!(await confirm({ title, text, confirm: title, style: 'danger' }))) return;
    setStarting(true);
    await act('reset', {});
    forgetReads();
    setStarting(false);
  }, [words, act, confirm, forgetReads, starting]);
  return { starting, reset };
}
