import { useCallback, useState } from 'preact/hooks';
import { usePage } from '../page-context.js';

interface Reset {
  readonly reset: () => Promise<void>;
  /** A reset is under way. */
  readonly resetting: boolean;
  /** How many resets were completed. */
  readonly resets: number;
}

/** Resets the workspace after a confirm dialog, and clears the read marks. */
export function useReset(): Reset {
  const { texts, sendCommand, confirm, clearReadMarks } = usePage();
  const [{ resetting, resets }, setState] = useState({ resetting: false, resets: 0 });
  const reset = useCallback(async () => {
    if (resetting) return;
    const text = { type: 'plain_text', text: texts.resetAsk } as const;
    const title = { type: 'plain_text', text: texts.reset } as const;
    if (!(await confirm({ title, text, confirm: title, style: 'danger' }))) return;
    setState({ resetting: true, resets });
    await sendCommand('reset', {});
    clearReadMarks();
    setState({ resetting: false, resets: resets + 1 });
  }, [texts, sendCommand, confirm, clearReadMarks, resetting, resets]);
  return { reset, resetting, resets };
}
