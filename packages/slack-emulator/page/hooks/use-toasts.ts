import { useCallback, useState } from 'preact/hooks';

export interface Toast {
  readonly id: number;
  readonly text: string;
}

interface Toasts {
  readonly toasts: readonly Toast[];
  readonly show: (text: string) => void;
  readonly dismiss: (id: number) => void;
}

/** Sentences that have to be read, until they are. */
export function useToasts(): Toasts {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const show = useCallback((text: string) => {
    setToasts((before) => [...before.slice(-3), { id: (before.at(-1)?.id ?? 0) + 1, text }]);
  }, []);
  const dismiss = useCallback((id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)), []);
  return { toasts, show, dismiss };
}
