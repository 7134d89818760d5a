import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { objectIn, objectsIn, stringIn } from '../../src/json.js';
import type { VisibleView } from '../../src/state/user-view.js';
import { textsIn } from '../../src/user-driver/screen-text.js';
import { Blocks } from '../blocks/blocks.js';
import { SurfaceContext } from '../hooks/surface.js';
import { useSubmit, useViewSurface } from '../hooks/use-view-surface.js';
import { usePage } from '../page-context.js';
import { languageOf } from '../state/language.js';
import { ModalFoot } from './modal-foot.js';
import { ModalHead } from './modal-head.js';
import { useFirstFocus, useFocusTrap } from './use-focus-trap.js';

interface Props {
  readonly view: VisibleView;
  /** Number of views in the modal. */
  readonly depth: number;
}

/** The top view of a modal. Esc closes it; × closes the whole modal. */
export function Modal({ view, depth }: Props): JSX.Element {
  const { user, sendCommand, texts } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const { surface, takeDrafts } = useViewSurface(view);
  const { submit, sending, failure } = useSubmit(view, takeDrafts);
  const blocks = objectsIn(view.json, 'blocks');
  const title = stringIn(objectIn(view.json, 'title') ?? {}, 'text') ?? '';
  const close = (all: boolean): void => void sendCommand('close', { user: user.id, viewId: view.id, all });
  useFocusTrap(box, () => close(false));
  useFirstFocus(box, `${view.json['hash']} ${JSON.stringify(view.errors)}`);
  return (
    <div
      ref={box}
      class="modal"
      role="dialog"
      aria-modal="true"
      aria-labelledby="modal-title"
      tabIndex={-1}
      data-region
      lang={languageOf(`${title} ${textsIn(blocks).join(' ')}`)}
    >
      <form class="modal-form" noValidate onSubmit={submit}>
        <ModalHead title={title} depth={depth} onClose={close} />
        <div class="modal-body">
          {view.connectionError !== null && (
            <p class="modal-trouble" role="alert">
              {texts.slackSays[view.connectionError] ?? view.connectionError}{' '}
              {failure !== undefined && <code>{failure}</code>}
            </p>
          )}
          <SurfaceContext.Provider value={surface}>
            <Blocks blocks={blocks} />
          </SurfaceContext.Provider>
        </div>
        <ModalFoot view={view} sending={sending} onClose={() => close(false)} />
      </form>
    </div>
  );
}
