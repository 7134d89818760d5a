import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SeenConversation } from '../../state/seen.js';
import { useDesk } from '../desk/desk.js';
import { formatted, nearDay } from '../mrkdwn/dates.js';
import { byDay, continues, type Item, timeline } from '../state/timeline.js';
import { Message } from './message.js';
import { NoticeLine } from './notice-line.js';

/** How near its end the list must be to go on following it, in pixels. */
const near = 80;

/** A conversation, by days, kept at its end unless somebody scrolled up. */
export function MessageList({ conversation }: { readonly conversation: SeenConversation | undefined }): JSX.Element {
  const { words, person, now, screen } = useDesk();
  const box = useRef<HTMLElement>(null);
  const following = useRef(true);
  const items = conversation === undefined ? [] : timeline(conversation, screen.notices);
  const shape = JSON.stringify(items);
  useLayoutEffect(() => {
    const { current: list } = box;
    if (list !== null && following.current) list.scrollTop = list.scrollHeight;
  }, [shape]);
  const onScroll = (): void => {
    const { current: list } = box;
    if (list !== null) following.current = list.scrollHeight - list.scrollTop - list.clientHeight < near;
  };
  const reader = { locale: person.locale, tz: person.tz, now };
  const long = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' } as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="message-list" ref={box} onScroll={onScroll} tabIndex={0} aria-label={words.messages}>
      {items.length === 0 && <p class="empty">{words.noMessages}</p>}
      {byDay(items, person.tz).map((day) => (
        <section key={day.at} aria-label={formatted(day.at, long, reader)}>
          <h2 class="day">
            <span>{nearDay(day.at, reader) ?? formatted(day.at, long, reader)}</span>
          </h2>
          <ol class="messages">
            {day.items.map((item, index) => (
              <li key={item.key}>{draw(item, day.items[index - 1])}</li>
            ))}
          </ol>
        </section>
      ))}
    </section>
  );
}

function draw(item: Item, before: Item | undefined): JSX.Element {
  if (item.is === 'notice') return <NoticeLine notice={item.notice} />;
  return <Message message={item.message} continuing={continues(before, item)} />;
}
