import type { JSX } from 'preact';
import { usePage } from '../page-context.js';
import { directPane, homePane, hrefFor } from '../state/location.js';
import { type ReadMarks, unreadIn } from '../state/unread.js';
import { SidebarLink } from './sidebar-link.js';

interface Props {
  readonly marks: ReadMarks;
  /** A modal is open. */
  readonly inert: boolean;
  readonly onClose: () => void;
}

/** Channels, the app's Home and Messages tabs, and its shortcuts. */
export function Sidebar({ marks, inert, onClose }: Props): JSX.Element {
  const { directory, screen, user, location, texts, sendCommand } = usePage();
  const channels = screen.conversations.filter((conversation) => conversation.kind !== 'im');
  const app = screen.conversations.find((conversation) => conversation.kind === 'im');
  const to = (where: string) => hrefFor({ handle: location.handle, pane: where });
  const shortcuts = directory.shortcuts.filter((shortcut) => shortcut.type === 'global');
  return (
    <nav class="sidebar" aria-label={texts.channels} data-region tabIndex={-1} inert={inert}>
      <div class="sidebar-head">
        <strong>{directory.identity.teamName}</strong>
        <button type="button" class="icon-button phone-only" aria-label={texts.close} onClick={onClose}>
          ×
        </button>
      </div>
      <h2>{texts.channels}</h2>
      <ul>
        {channels.map((channel) => (
          <SidebarLink
            key={channel.id}
            href={to(channel.id)}
            here={location.pane === channel.id}
            unread={unreadIn(channel, marks, user.id)}
          >
            {channel.name}
          </SidebarLink>
        ))}
      </ul>
      <h2>
        {texts.app}: {directory.identity.botName}
      </h2>
      <ul>
        <SidebarLink href={to(homePane)} here={location.pane === homePane} unread={0}>
          {texts.home}
        </SidebarLink>
        <SidebarLink
          href={to(directPane)}
          here={location.pane === directPane || location.pane === app?.id}
          unread={app === undefined ? 0 : unreadIn(app, marks, user.id)}
        >
          {texts.messages}
        </SidebarLink>
      </ul>
      {shortcuts.length > 0 && <h2>{texts.shortcuts}</h2>}
      <ul>
        {shortcuts.map(({ callbackId, name }) => (
          <li key={callbackId}>
            <button
              type="button"
              class="sidebar-link"
              onClick={() => sendCommand('shortcut', { user: user.id, callbackId })}
            >
              <span aria-hidden="true">⚡</span> {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
