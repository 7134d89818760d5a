import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { VisibleView } from '../../src/state/user-view.js';
import { useDesk } from '../page-context.js';
import { type Drafts, draftAt, valueAt } from '../state/drafts.js';
import { post } from './send-command.js';
import type { Surface } from './surface.js';
import { useDrafts } from './use-drafts.js';
import { usePress } from './use-press.js';

interface ViewSurface {
  readonly surface: Surface;
  /** What is typed, to be sent with a submission. */
  readonly take: () => Drafts;
}

/** A modal's view or the Home tab. What is typed is handed over before anything is pressed. */
export function useViewSurface(view: VisibleView): ViewSurface {
  const { person } = useDesk();
  const hand = useCallback(
    // The view may be gone by now, and what was typed with it.
    (values: Drafts) => post('fill', { user: person.id, viewId: view.id, values }).catch(() => undefined),
    [person.id, view.id],
  );
  const { drafts, draft, take, flush } = useDrafts(view, hand);
  const at = useMemo(() => ({ viewId: view.id }), [view.id]);
  const { busy, press, chosenAt, forget } = usePress(at, flush);
  useEffect(forget, [JSON.stringify(view.json['state']), forget]);
  const surface: Surface = {
    id: view.id,
    at,
    errors: view.errors,
    busy,
    press,
    valueOf: (spot) => chosenAt(spot) ?? valueAt(view.json, spot),
    draftOf: (spot) => draftAt(drafts, spot),
    draft,
  };
  return { surface, take };
}
