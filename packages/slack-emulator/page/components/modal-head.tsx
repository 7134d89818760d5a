import type { JSX } from 'preact';
import { withEmoji } from '../mrkdwn/emoji.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly title: string;
  readonly depth: number;
  readonly onClose: (all: boolean) => void;
}

export function ModalHead({ title, depth, onClose }: Props): JSX.Element {
  const { texts, directory } = usePage();
  return (
    <div class="modal-head">
      {depth > 1 && (
        <button type="button" class="icon-button" aria-label={texts.back} onClick={() => onClose(false)}>
          ‹
        </button>
      )}
      <span class="avatar avatar-bot small" aria-hidden="true">
        IM
      </span>
      <h2 id="modal-title" dir="auto">
        {withEmoji(title)}
      </h2>
      <span class="modal-app">{directory.identity.botName}</span>
      <button type="button" class="icon-button" aria-label={texts.close} onClick={() => onClose(true)}>
        ×
      </button>
    </div>
  );
}
