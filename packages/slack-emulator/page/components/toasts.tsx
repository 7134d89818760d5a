import type { JSX } from 'preact';
import type { Toast } from '../hooks/use-notifications.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}

/** Error messages, until dismissed. */
export function Toasts({ toasts, onDismiss }: Props): JSX.Element {
  const { texts } = usePage();
  return (
    <div class="toasts" role="alert">
      {toasts.map(({ id, text }) => (
        <p key={id} class="toast">
          <span lang="en">{text}</span>
          <button type="button" class="icon-button" aria-label={texts.close} onClick={() => onDismiss(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
