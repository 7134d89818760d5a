import type { JSX } from 'preact';
import type { User } from '../../src/state/state.js';
import { formatDate } from '../mrkdwn/dates.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly author: User | undefined;
  readonly ts: string;
  /** Visible to screen readers only. */
  readonly hidden: boolean;
}

/** Author and time of a message, in the reader's time zone. */
export function MessageHead({ author, ts, hidden }: Props): JSX.Element {
  const { user, texts, now } = usePage();
  const at = Number(ts) * 1000;
  const time = formatDate(at, { hour: 'numeric', minute: '2-digit' }, { locale: user.locale, tz: user.tz, now });
  return (
    <p class={hidden ? 'message-head hidden' : 'message-head'}>
      <strong class="author" lang={author?.locale}>
        {author?.realName}
      </strong>
      {author?.isBot === true && <span class="app-badge">{texts.appBadge}</span>}
      <time class="when" dateTime={new Date(at).toISOString()}>
        {time}
      </time>
    </p>
  );
}
