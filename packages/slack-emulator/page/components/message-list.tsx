import type { JSX } from 'preact';
import type { VisibleConversation } from '../../src/state/user-view.js';
import { formatted, nearDay } from '../mrkdwn/dates.js';
import { useDesk } from '../page-context.js';
import { byDay, continues, type Item, timeline } from '../state/timeline.js';
import { Message } from './message.js';
import { NoticeLine } from './notice-line.js';
import { useFollow } from './use-follow.js';

const long = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' } as const;

interface Props {
  readonly conversation: VisibleConversation | undefined;
  /** How often the person has said something here. */
  readonly said: number;
}

/** A conversation, by days. */
export function MessageList({ conversation, said }: Props): JSX.Element {
  const { words, person, now, screen } = useDesk();
  const { box, content, onScroll } = useFollow(said);
  const items = conversation === undefined ? [] : timeline(conversation, screen.notices);
  const reader = { locale: person.locale, tz: person.tz, now };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="message-list" ref={box} onScroll={onScroll} tabIndex={0} aria-label={words.messages}>
      <div ref={content}>
        {items.length === 0 && <p class="empty">{words.noMessages}</p>}
        {byDay(items, person.tz).map((day) => (
          <section key={day.at} aria-label={formatted(day.at, long, reader)}>
            <h2 class="day">
              <span>{nearDay(day.at, reader) ?? formatted(day.at, long, reader)}</span>
            </h2>
            <ol>
              {day.items.map((item, index) => (
                <li key={item.key}>{draw(item, day.items[index - 1])}</li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </section>
  );
}

function draw(item: Item, before: Item | undefined): JSX.Element {
  if (item.is === 'notice') return <NoticeLine notice={item.notice} />;
  return <Message message={item.message} continuing={continues(before, item)} />;
}
