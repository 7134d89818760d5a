import type { ComponentChildren, JSX } from 'preact';
import { usePage } from '../page-context.js';

interface Props {
  readonly href: string;
  readonly here: boolean;
  readonly unread: number;
  readonly children: ComponentChildren;
}

/** Link to a conversation, with its number of unread messages. */
export function SidebarLink({ href, here, unread, children }: Props): JSX.Element {
  const { texts } = usePage();
  return (
    <li>
      <a
        class={unread > 0 ? 'sidebar-link unread' : 'sidebar-link'}
        href={href}
        aria-current={here ? 'page' : undefined}
      >
        <span>{children}</span>
        {unread > 0 && (
          <span class="badge">
            <span aria-hidden="true">{unread}</span>
            <span class="hidden">{texts.unread(unread)}</span>
          </span>
        )}
      </a>
    </li>
  );
}
