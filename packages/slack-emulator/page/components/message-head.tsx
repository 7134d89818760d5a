import type { JSX } from 'preact';
import type { User } from '../../src/state/state.js';
import { formatted } from '../mrkdwn/dates.js';
import { useDesk } from '../page-context.js';

interface Props {
  readonly author: User | undefined;
  readonly ts: string;
  /** Only for those who hear the page: eyes see whom it belongs to. */
  readonly quiet: boolean;
}

/** Who said it, and when by the reader's clock. */
export function MessageHead({ author, ts, quiet }: Props): JSX.Element {
  const { person, words, now } = useDesk();
  const at = Number(ts) * 1000;
  const time = formatted(at, { hour: 'numeric', minute: '2-digit' }, { locale: person.locale, tz: person.tz, now });
  return (
    <p class={quiet ? 'message-head hidden' : 'message-head'}>
      <strong class="author" lang={author?.locale}>
        {author?.realName}
      </strong>
      {author?.isBot === true && <span class="app-badge">{words.appBadge}</span>}
      <time class="when" dateTime={new Date(at).toISOString()}>
        {time}
      </time>
    </p>
  );
}
