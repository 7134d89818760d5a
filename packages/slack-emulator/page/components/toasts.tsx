import type { JSX } from 'preact';
import type { Toast } from '../hooks/use-toasts.js';
import { useDesk } from '../page-context.js';

interface Props {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}

/** What went wrong and stands nowhere else. */
export function Toasts({ toasts, onDismiss }: Props): JSX.Element {
  const { words } = useDesk();
  return (
    <div class="toasts" role="alert">
      {toasts.map(({ id, text }) => (
        <p key={id} class="toast">
          <span lang="en">{text}</span>
          <button type="button" class="icon-button" aria-label={words.close} onClick={() => onDismiss(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
