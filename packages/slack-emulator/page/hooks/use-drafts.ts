import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { objectsIn } from '../../src/json.js';
import type { VisibleView } from '../../src/state/user-view.js';
import { type Drafts, fitting, isEmpty, noDrafts, type Spot, withDraft } from '../state/drafts.js';

/** How long after the last letter the workspace gets what was typed. */
const pause = 300;

interface Drafting {
  readonly drafts: Drafts;
  readonly draft: (spot: Spot, text: string) => void;
  /** What is typed, for whoever sends it along: it need not be handed over once more. */
  readonly take: () => Drafts;
  /** Hands over what was typed since the last time. */
  readonly flush: () => Promise<void>;
}

/** What is typed in a view: handed over after a pause, and at the end. What the bot takes off the view is forgotten. */
export function useDrafts(view: VisibleView, hand: (drafts: Drafts) => Promise<unknown>): Drafting {
  const [drafts, setDrafts] = useState(noDrafts);
  const latest = useRef({ drafts, handed: noDrafts });
  const set = useCallback((next: Drafts) => {
    latest.current.drafts = next;
    setDrafts(next);
  }, []);
  const take = useCallback(() => {
    latest.current.handed = latest.current.drafts;
    return latest.current.drafts;
  }, []);
  const flush = useCallback(async () => {
    const { drafts: typed, handed } = latest.current;
    if (typed !== handed && !isEmpty(typed)) await hand(take());
  }, [hand, take]);
  useEffect(() => {
    const timer = setTimeout(flush, pause);
    return () => clearTimeout(timer);
  }, [drafts, flush]);
  useEffect(() => () => void flush(), [flush]);
  useEffect(() => {
    const { drafts: typed, handed } = latest.current;
    const kept = fitting(typed, objectsIn(view.json, 'blocks'));
    if (typed === handed) latest.current.handed = kept;
    set(kept);
  }, [view.json['hash'], set]);
  return { drafts, take, flush, draft: (spot, text) => set(withDraft(latest.current.drafts, spot, text)) };
}
