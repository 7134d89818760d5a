import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { objectsIn } from '../../src/json.js';
import type { VisibleView } from '../../src/state/user-view.js';
import { usePage } from '../page-context.js';
import {
  type Drafts,
  draftAt,
  type ElementRef,
  isEmpty,
  keepExisting,
  noDrafts,
  valueAt,
  withDraft,
} from '../state/drafts.js';
import { postCommand } from './send-command.js';
import { type Surface, usePress } from './surface.js';

/** Drafts are saved to the workspace after this long without input. */
const idleMs = 300;

interface DraftsState {
  readonly drafts: Drafts;
  readonly setDraft: (element: ElementRef, text: string) => void;
  /** Returns the drafts and marks them as saved, for a caller that sends them itself. */
  readonly takeDrafts: () => Drafts;
  /** Saves the drafts unless they are saved already. */
  readonly flush: () => Promise<void>;
}

/** The text entered in a view. Saved when idle and on unmount; dropped if the bot removes the element. */
function useDrafts(view: VisibleView, save: (drafts: Drafts) => Promise<unknown>): DraftsState {
  const [drafts, setDrafts] = useState(noDrafts);
  const latest = useRef({ drafts, saved: noDrafts });
  const set = useCallback((next: Drafts) => {
    latest.current.drafts = next;
    setDrafts(next);
  }, []);
  const takeDrafts = useCallback(() => {
    latest.current.saved = latest.current.drafts;
    return latest.current.drafts;
  }, []);
  const flush = useCallback(async () => {
    const { drafts: current, saved } = latest.current;
    if (current !== saved && !isEmpty(current)) await save(takeDrafts());
  }, [save, takeDrafts]);
  useEffect(() => {
    const timer = setTimeout(flush, idleMs);
    return () => clearTimeout(timer);
  }, [drafts, flush]);
  useEffect(() => () => void flush(), [flush]);
  useEffect(() => {
    const { drafts: current, saved } = latest.current;
    const existing = keepExisting(current, objectsIn(view.json, 'blocks'));
    if (current === saved) latest.current.saved = existing;
    set(existing);
  }, [view.json['hash'], set]);
  const setDraft = (element: ElementRef, text: string) => set(withDraft(latest.current.drafts, element, text));
  return { drafts, takeDrafts, flush, setDraft };
}

interface ViewSurface {
  readonly surface: Surface;
  /** The drafts, for a submission. */
  readonly takeDrafts: () => Drafts;
}

/** The surface of a modal view or the Home tab. Drafts are saved before an element is pressed. */
export function useViewSurface(view: VisibleView): ViewSurface {
  const { user } = usePage();
  const saveDrafts = useCallback(
    // Fails if the view is gone; its drafts are then of no use.
    (values: Drafts) => postCommand('fill', { user: user.id, viewId: view.id, values }).catch(() => undefined),
    [user.id, view.id],
  );
  const { drafts, setDraft, takeDrafts, flush } = useDrafts(view, saveDrafts);
  const address = useMemo(() => ({ viewId: view.id }), [view.id]);
  const { busy, press, pendingValue, clearPending } = usePress(address, flush);
  useEffect(clearPending, [JSON.stringify(view.json['state']), clearPending]);
  const surface: Surface = {
    id: view.id,
    address,
    errors: view.errors,
    busy,
    press,
    valueOf: (element) => pendingValue(element) ?? valueAt(view.json, element),
    draftOf: (element) => draftAt(drafts, element),
    setDraft,
  };
  return { surface, takeDrafts };
}

interface Submission {
  readonly submit: (event: Event) => Promise<void>;
  readonly sending: boolean;
  /** Slack's code if the bot's response could not be used, such as operation_timeout. */
  readonly failure: string | undefined;
}

/** Submits a view with its drafts; ignored while a submission is under way. */
export function useSubmit(view: VisibleView, takeDrafts: () => Drafts): Submission {
  const { sendCommand, user } = usePage();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = useCallback(
    async (event: Event) => {
      event.preventDefault();
      if (sending || view.json['submit'] === null) return;
      setSending(true);
      setFailure(undefined);
      const result = await sendCommand('submit', { user: user.id, viewId: view.id, values: takeDrafts() });
      if (result?.ok === false && result.code !== 'errors') setFailure(result.code);
      setSending(false);
    },
    [sendCommand, user.id, view, takeDrafts, sending],
  );
  return { submit, sending, failure };
}
