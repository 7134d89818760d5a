import type { JSX } from 'preact';
import type { Screen } from '../../src/state/user-view.js';
import { humansIn, roleOf } from '../hooks/directory.js';
import { wordsFor } from '../locales/words.js';
import { useDesk } from '../page-context.js';
import { linkTo } from '../state/location.js';
import { type ReadMarks, unreadOn } from '../state/unread.js';
import { Avatar } from './avatar.js';

interface Props {
  readonly others: readonly Screen[];
  readonly marks: ReadMarks;
}

/** Who one can be. Links, so that another person can be had in another tab. */
export function Rail({ others, marks }: Props): JSX.Element {
  const { directory, person, place, words } = useDesk();
  return (
    <nav class="rail" aria-label={words.actAs} data-region tabIndex={-1}>
      <p class="rail-title">{words.actAs}</p>
      <ul>
        {humansIn(directory).map((each) => {
          const role = roleOf(each);
          const seen = others.find((screen) => screen.user.id === each.id);
          const unread = seen === undefined || each.id === person.id ? 0 : unreadOn(seen, marks);
          return (
            <li key={each.id}>
              <a
                class="rail-person"
                href={linkTo({ who: each.name, where: place.where })}
                aria-current={each.id === person.id ? 'true' : undefined}
              >
                <span class="rail-face">
                  <Avatar person={each} />
                  {unread > 0 && <span class="dot" role="img" aria-label={words.unread(unread)} />}
                </span>
                <span class="rail-name" lang={each.locale}>
                  {each.realName}
                </span>
                <span class="rail-role">{role === undefined ? each.name : words.roles[role]}</span>
                <span class="rail-language" lang={each.locale}>
                  {wordsFor(each.locale).language}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
      <p class="hidden">{words.regions}</p>
    </nav>
  );
}
