import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Screen } from '../../src/state/user-view.js';
import { type Directory, humanUsers } from '../hooks/directory.js';
import { useSendCommand } from '../hooks/send-command.js';
import { useConfirmations } from '../hooks/use-confirmations.js';
import { useAnnouncement, useToasts } from '../hooks/use-notifications.js';
import { type Changes, useClock } from '../hooks/use-polled.js';
import { useRegions } from '../hooks/use-regions.js';
import { useReadMarks, useUnreadByUser } from '../hooks/use-unread.js';
import { textsFor } from '../locales/texts.js';
import { type Page, PageContext } from '../page-context.js';
import { directPane, type PageLocation } from '../state/location.js';
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
  readonly changes: Changes;
  readonly location: PageLocation;
}

/** The whole page, for one user. */
export function Workspace({ directory, screen, changes, location }: Props): JSX.Element {
  const texts = textsFor(screen.user.locale);
  const [commandCount, setCommandCount] = useState(0);
  const now = useClock(changes.count + commandCount);
  const { toasts, showToast, dismissToast } = useToasts();
  const { openConfirmation, confirm } = useConfirmations();
  const [prefill, setPrefill] = useState({ text: '', revision: 0 });
  const [panel, setPanel] = useState({ sidebar: false, wire: false });
  const open = screen.conversations.find((each) =>
    location.pane === directPane ? each.kind === 'im' : each.id === location.pane,
  );
  const { marks, clearReadMarks } = useReadMarks(screen, open);
  const unreadByUser = useUnreadByUser(humanUsers(directory), marks, changes.count);
  const sendCommand = useSendCommand(
    showToast,
    useCallback(() => setCommandCount((before) => before + 1), []),
  );
  const fillComposer = (text: string): void => setPrefill(({ revision }) => ({ text, revision: revision + 1 }));
  const { user } = screen;
  const data = { user, directory, screen, texts, location, now };
  const page: Page = { ...data, sendCommand, confirm, fillComposer, clearReadMarks };
  const announcement = useAnnouncement(screen, directory, texts);
  const closeSidebar = (): void => setPanel((before) => ({ ...before, sidebar: false }));
  const inert = screen.modals.length > 0;
  useRegions();
  useEffect(() => {
    document.documentElement.lang = screen.user.locale;
    document.title = `${screen.user.realName} · ${texts.sandbox}`;
  }, [screen.user, texts]);
  useEffect(closeSidebar, [location.handle, location.pane]);
  const panelClasses = `${panel.sidebar ? ' sidebar-open' : ''}${panel.wire ? ' wire-open' : ''}`;
  return (
    <PageContext.Provider value={page}>
      <div class={`workspace${panelClasses}`}>
        <TopBar online={changes.online} wire={panel.wire} onWire={() => setPanel({ ...panel, wire: !panel.wire })} />
        <Rail unreadByUser={unreadByUser} />
        <Sidebar marks={marks} inert={inert} onClose={closeSidebar} />
        {panel.sidebar && (
          <button type="button" class="sidebar-shade" aria-label={texts.close} onClick={closeSidebar} />
        )}
        <Main open={open} prefill={prefill} inert={inert} onSidebar={() => setPanel({ ...panel, sidebar: true })} />
        <Modals key={screen.user.id} />
        {panel.wire && <WireDrawer count={changes.count} onClose={() => setPanel({ ...panel, wire: false })} />}
        <Toasts toasts={toasts} onDismiss={dismissToast} />
        {openConfirmation !== undefined && <ConfirmDialog {...openConfirmation} />}
        <p class="hidden" aria-live="polite">
          {announcement}
        </p>
      </div>
    </PageContext.Provider>
  );
}
