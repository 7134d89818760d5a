import type { JSX } from 'preact';
import { usePage } from '../page-context.js';
import { formatDateNode } from './dates.js';
import { ExternalLink } from './external-link.js';
import type { DateNode } from './nodes.js';

/** A date token in the reader's language and time zone, which is its title. */
export function DateText({ node }: { readonly node: DateNode }): JSX.Element {
  const { user, now } = usePage();
  const text = formatDateNode(node, { locale: user.locale, tz: user.tz, now });
  const time = (
    <time class="date" dateTime={new Date(node.seconds * 1000).toISOString()} title={user.tz}>
      {text}
    </time>
  );
  return node.href === undefined ? time : <ExternalLink href={node.href}>{time}</ExternalLink>;
}
