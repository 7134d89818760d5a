import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Confirmation } from '../hooks/use-confirmations.js';
import { plainText, TextObject } from '../mrkdwn/text-object.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly confirmation: Confirmation;
  readonly answer: (confirmed: boolean) => void;
}

/** A confirm dialog: native modal dialog, dismissed by Esc. */
export function ConfirmDialog({ confirmation, answer }: Props): JSX.Element {
  const { texts } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // Answer before closing: `close` restores the focus and fires onClose, which counts as dismissed.
  const finish = (confirmed: boolean): void => {
    answer(confirmed);
    dialog.current?.close();
  };
  const { title, text, confirm, deny, style = 'primary' } = confirmation;
  return (
    <dialog
      ref={dialog}
      class="confirm-dialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      onClose={() => answer(false)}
    >
      <h2 id="confirm-title" dir="auto">
        {title === undefined ? '' : plainText(title)}
      </h2>
      <div id="confirm-text">
        <TextObject text={text} />
      </div>
      <div class="modal-foot">
        <button type="button" class="button plain" onClick={() => finish(false)}>
          {deny === undefined ? texts.cancel : plainText(deny)}
        </button>
        <button type="button" class={`button ${style}`} onClick={() => finish(true)}>
          {confirm === undefined ? texts.go : plainText(confirm)}
        </button>
      </div>
    </dialog>
  );
}
