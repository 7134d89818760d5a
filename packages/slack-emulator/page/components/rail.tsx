import type { JSX } from 'preact';
import { humanUsers, roleOf } from '../hooks/directory.js';
import { textsFor } from '../locales/texts.js';
import { usePage } from '../page-context.js';
import { hrefFor } from '../state/location.js';
import { Avatar } from './avatar.js';

interface Props {
  /** Number of unread messages by user id. */
  readonly unreadByUser: Readonly<Record<string, number>>;
}

/** The users one can act as. Links, so that another user can be opened in another tab. */
export function Rail({ unreadByUser }: Props): JSX.Element {
  const { directory, user: currentUser, location, texts } = usePage();
  return (
    <nav class="rail" aria-label={texts.actAs} data-region tabIndex={-1}>
      <p class="rail-title">{texts.actAs}</p>
      <ul>
        {humanUsers(directory).map((each) => {
          const role = roleOf(each);
          const unread = each.id === currentUser.id ? 0 : (unreadByUser[each.id] ?? 0);
          return (
            <li key={each.id}>
              <a
                class="rail-person"
                href={hrefFor({ handle: each.name, pane: location.pane })}
                aria-current={each.id === currentUser.id ? 'true' : undefined}
              >
                <span class="rail-face">
                  <Avatar user={each} />
                  {unread > 0 && <span class="dot" role="img" aria-label={texts.unread(unread)} />}
                </span>
                <span class="rail-name" lang={each.locale}>
                  {each.realName}
                </span>
                <span class="rail-role">{role === undefined ? each.name : texts.roles[role]}</span>
                <span class="rail-language" lang={each.locale}>
                  {textsFor(each.locale).language}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
      <p class="hidden">{texts.regions}</p>
    </nav>
  );
}
