import type { JSX } from 'preact';
import { type JsonObject, objectIn, stringIn } from '../../src/json.js';
import type { VisibleView } from '../../src/state/user-view.js';
import { useDesk } from '../page-context.js';

interface Props {
  readonly view: VisibleView;
  readonly sending: boolean;
  readonly onClose: () => void;
}

/** What a view can be left by. */
export function ModalFoot({ view, sending, onClose }: Props): JSX.Element {
  const { words } = useDesk();
  const submit = wordsOf(view.json, 'submit');
  return (
    <div class="modal-foot">
      <button type="button" class="button plain" onClick={onClose}>
        {wordsOf(view.json, 'close') ?? (submit === undefined ? words.close : words.cancel)}
      </button>
      {submit !== undefined && (
        <button
          type="submit"
          class="button primary"
          aria-busy={sending || undefined}
          aria-disabled={sending || undefined}
        >
          {submit}
          {sending && <span class="spinner" role="img" aria-label={words.working} />}
        </button>
      )}
    </div>
  );
}

function wordsOf(json: JsonObject, key: string): string | undefined {
  const text = objectIn(json, key);
  return text && stringIn(text, 'text');
}
