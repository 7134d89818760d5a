import type { JSX } from 'preact';
import { type JsonObject, objectIn, stringIn } from '../../src/json.js';
import type { VisibleView } from '../../src/state/user-view.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly view: VisibleView;
  readonly sending: boolean;
  readonly onClose: () => void;
}

/** Close and submit buttons of a view. */
export function ModalFoot({ view, sending, onClose }: Props): JSX.Element {
  const { texts } = usePage();
  const submit = textOf(view.json, 'submit');
  return (
    <div class="modal-foot">
      <button type="button" class="button plain" onClick={onClose}>
        {textOf(view.json, 'close') ?? (submit === undefined ? texts.close : texts.cancel)}
      </button>
      {submit !== undefined && (
        <button
          type="submit"
          class="button primary"
          aria-busy={sending || undefined}
          aria-disabled={sending || undefined}
        >
          {submit}
          {sending && <span class="spinner" role="img" aria-label={texts.working} />}
        </button>
      )}
    </div>
  );
}

function textOf(json: JsonObject, key: string): string | undefined {
  const text = objectIn(json, key);
  return text && stringIn(text, 'text');
}
