import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Screen } from '../../src/state/user-view.js';
import { type Directory, humansIn } from '../hooks/directory.js';
import { useAct } from '../hooks/use-action.js';
import { useAnnouncement } from '../hooks/use-announcement.js';
import type { useChanges } from '../hooks/use-changes.js';
import { useClock } from '../hooks/use-clock.js';
import { useConfirmations } from '../hooks/use-confirmations.js';
import { useReads } from '../hooks/use-reads.js';
import { useRegions } from '../hooks/use-regions.js';
import { useToasts } from '../hooks/use-toasts.js';
import { useOthers } from '../hooks/use-unread-of-others.js';
import { wordsFor } from '../locales/words.js';
import { type Desk, DeskContext } from '../page-context.js';
import { direct, type Place } from '../state/location.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Main } from './main.js';
import { Modals } from './modals.js';
import { Rail } from './rail.js';
import { Sidebar } from './sidebar.js';
import { Toasts } from './toasts.js';
import { TopBar } from './top-bar.js';
import { WireDrawer } from './wire-drawer.js';

interface Props {
  readonly directory: Directory;
  readonly screen: Screen;
  readonly changes: ReturnType<typeof useChanges>;
  readonly place: Place;
}

/** The whole page for one person. */
export function Workspace({ directory, screen, changes, place }: Props): JSX.Element {
  const words = wordsFor(screen.user.locale);
  const [asks, setAsks] = useState(0);
  const now = useClock(changes.count + asks);
  const { toasts, show, dismiss } = useToasts();
  const { asked, confirm } = useConfirmations();
  const [draft, setDraft] = useState({ text: '', turn: 0 });
  const [panel, setPanel] = useState({ sidebar: false, wire: false });
  const open = screen.conversations.find((each) =>
    place.where === direct ? each.kind === 'im' : each.id === place.where,
  );
  const { marks, forgetReads } = useReads(screen, open);
  const others = useOthers(humansIn(directory), changes.count);
  const act = useAct(
    show,
    useCallback(() => setAsks((before) => before + 1), []),
  );
  const compose = (text: string): void => setDraft(({ turn }) => ({ text, turn: turn + 1 }));
  const { user: person } = screen;
  const desk: Desk = { person, directory, screen, words, place, now, act, confirm, compose, forgetReads };
  const announcement = useAnnouncement(screen, directory, words);
  const closeSidebar = (): void => setPanel((before) => ({ ...before, sidebar: false }));
  const covered = screen.modals.length > 0;
  useRegions();
  useEffect(() => {
    document.documentElement.lang = screen.user.locale;
    document.title = `${screen.user.realName} · ${words.sandbox}`;
  }, [screen.user, words]);
  useEffect(closeSidebar, [place.who, place.where]);
  const showing = `${panel.sidebar ? ' sidebar-open' : ''}${panel.wire ? ' wire-open' : ''}`;
  return (
    <DeskContext.Provider value={desk}>
      <div class={`workspace${showing}`}>
        <TopBar online={changes.online} wire={panel.wire} onWire={() => setPanel({ ...panel, wire: !panel.wire })} />
        <Rail others={others} marks={marks} />
        <Sidebar marks={marks} covered={covered} onClose={closeSidebar} />
        {panel.sidebar && (
          <button type="button" class="sidebar-shade" aria-label={words.close} onClick={closeSidebar} />
        )}
        <Main open={open} draft={draft} covered={covered} onSidebar={() => setPanel({ ...panel, sidebar: true })} />
        <Modals key={screen.user.id} />
        {panel.wire && <WireDrawer count={changes.count} onClose={() => setPanel({ ...panel, wire: false })} />}
        <Toasts toasts={toasts} onDismiss={dismiss} />
        {asked !== undefined && <ConfirmDialog {...asked} />}
        <p class="hidden" aria-live="polite">
          {announcement}
        </p>
      </div>
    </DeskContext.Provider>
  );
}
