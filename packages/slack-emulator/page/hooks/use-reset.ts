import { useCallback, useState } from 'preact/hooks';
import { useDesk } from '../page-context.js';

interface Reset {
  readonly reset: () => Promise<void>;
  /** It is under way. */
  readonly starting: boolean;
  /** How often it was done. */
  readonly times: number;
}

/** Starts over, once somebody has thought twice. What was read is forgotten with the rest. */
export function useReset(): Reset {
  const { words, act, confirm, forgetReads } = useDesk();
  const [{ starting, times }, setState] = useState({ starting: false, times: 0 });
  const reset = useCallback(async () => {
    if (starting) return;
    const text = { type: 'plain_text', text: words.resetAsk } as const;
    const title = { type: 'plain_text', text: words.reset } as const;
    if (!(await confirm({ title, text, confirm: title, style: 'danger' }))) return;
    setState({ starting: true, times });
    await act('reset', {});
    forgetReads();
    setState({ starting: false, times: times + 1 });
  }, [words, act, confirm, forgetReads, starting, times]);
  return { reset, starting, times };
}
