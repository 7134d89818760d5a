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
        // A closing dialog says so late, when the next question may already be there: only the first answer counts.
        let open = true;
        const answer = (yes: boolean): void => {
          if (!open) return;
          open = false;
          setAsked(undefined);
          resolve(yes);
        };
        setAsked({ confirmation, answer });
      }),
    [],
  );
  return { asked, confirm };
}
