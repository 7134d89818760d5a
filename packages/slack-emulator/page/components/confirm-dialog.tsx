import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Confirmation } from '../hooks/use-confirmations.js';
import { plainText, TextObject } from '../mrkdwn/text-object.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly confirmation: Confirmation;
  readonly answer: (yes: boolean) => void;
}

/** Think twice. The browser's own modal dialog keeps the focus, and Esc means no. */
export function ConfirmDialog({ confirmation, answer }: Props): JSX.Element {
  const { texts } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // Answered first, closed then: closing gives the focus back, and says no where nothing was said.
  const finish = (yes: boolean): void => {
    answer(yes);
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
