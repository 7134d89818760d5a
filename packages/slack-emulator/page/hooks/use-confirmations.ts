import type { ConfirmationDialog } from '@slack/types';
import { useCallback, useState } from 'preact/hooks';

/** A confirm dialog: of an element, or one of the page's own. */
export type Confirmation = Pick<ConfirmationDialog, 'title' | 'text' | 'confirm' | 'deny' | 'style'>;

interface OpenConfirmation {
  readonly confirmation: Confirmation;
  readonly answer: (confirmed: boolean) => void;
}

/** The open confirm dialog, if any, and a function that opens one and resolves with the user's decision. */
export function useConfirmations() {
  const [openConfirmation, setOpenConfirmation] = useState<OpenConfirmation>();
  const confirm = useCallback(
    (confirmation: Confirmation) =>
      new Promise<boolean>((resolve) => {
        // A dialog's `close` event comes late, when the next dialog may be open: only the first answer counts.
        let open = true;
        const answer = (confirmed: boolean): void => {
          if (!open) return;
          open = false;
          setOpenConfirmation(undefined);
          resolve(confirmed);
        };
        setOpenConfirmation({ confirmation, answer });
      }),
    [],
  );
  return { openConfirmation, confirm };
}
