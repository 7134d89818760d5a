import { useCallback, useState } from 'preact/hooks';
import type { Confirmation } from './confirmation.js';

interface Asked {
  readonly confirmation: Confirmation;
  readonly answer: (yes: boolean) => void;
}

/** The one question that is open, and how to ask it. */
export function useConfirmations() {
  const [asked, setAsked] = useState<Asked>();
  const confirm = useCallback(
    (confirmation: Confirmation) =>
      new Promise<boolean>((resolve) => {
        const answer = (yes: boolean): void => {
          setAsked(undefined);
          resolve(yes);
        };
        setAsked({ confirmation, answer });
      }),
    [],
  );
  return { asked, confirm };
}
