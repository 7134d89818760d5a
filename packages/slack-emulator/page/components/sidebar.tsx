import type { JSX } from 'preact';
import { useDesk } from '../page-context.js';
import { direct, home, linkTo } from '../state/location.js';
import { type ReadMarks, unreadIn } from '../state/unread.js';
import { SidebarLink } from './sidebar-link.js';

interface Props {
  readonly marks: ReadMarks;
  /** A window lies over it. */
  readonly covered: boolean;
  readonly onClose: () => void;
}

/** Where one can go: channels, the app's two tabs, its shortcuts. */
export function Sidebar({ marks, covered, onClose }: Props): JSX.Element {
  const { directory, screen, person, place, words, act } = useDesk();
  const channels = screen.conversations.filter((conversation) => conversation.kind !== 'im');
  const app = screen.conversations.find((conversation) => conversation.kind === 'im');
  const to = (where: string) => linkTo({ who: place.who, where });
  const shortcuts = directory.shortcuts.filter((shortcut) => shortcut.type === 'global');
  return (
    <nav class="sidebar" aria-label={words.channels} data-region tabIndex={-1} inert={covered}>
      <div class="sidebar-head">
        <strong>{directory.identity.teamName}</strong>
        <button type="button" class="icon-button phone-only" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </div>
      <h2>{words.channels}</h2>
      <ul>
        {channels.map((channel) => (
          <SidebarLink
            key={channel.id}
            href={to(channel.id)}
            here={place.where === channel.id}
            unread={unreadIn(channel, marks, person.id)}
          >
            {channel.name}
          </SidebarLink>
        ))}
      </ul>
      <h2>
        {words.app}: {directory.identity.botName}
      </h2>
      <ul>
        <SidebarLink href={to(home)} here={place.where === home} unread={0}>
          {words.home}
        </SidebarLink>
        <SidebarLink
          href={to(direct)}
          here={place.where === direct || place.where === app?.id}
          unread={app === undefined ? 0 : unreadIn(app, marks, person.id)}
        >
          {words.messages}
        </SidebarLink>
      </ul>
      {shortcuts.length > 0 && <h2>{words.shortcuts}</h2>}
      <ul>
        {shortcuts.map(({ callbackId, name }) => (
          <li key={callbackId}>
            <button type="button" class="sidebar-link" onClick={() => act('shortcut', { user: person.id, callbackId })}>
              <span aria-hidden="true">⚡</span> {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
