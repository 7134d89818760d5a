import type { JSX } from 'preact';
import { useDesk } from '../page-context.js';
import { showDate } from './dates.js';
import type { DateNode } from './nodes.js';
import { OutLink } from './out-link.js';

/** A date token, in the language and the time zone of whoever looks; which zone that is stands in its title. */
export function DateText({ node }: { readonly node: DateNode }): JSX.Element {
  const { person, now } = useDesk();
  const text = showDate(node, { locale: person.locale, tz: person.tz, now });
  const time = (
    <time class="date" dateTime={new Date(node.seconds * 1000).toISOString()} title={person.tz}>
      {text}
    </time>
  );
  return node.href === undefined ? time : <OutLink href={node.href}>{time}</OutLink>;
}
