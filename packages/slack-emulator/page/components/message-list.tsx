import type { JSX } from 'preact';
import type { VisibleConversation } from '../../src/state/user-view.js';
import { formatDate, relativeDay } from '../mrkdwn/dates.js';
import { usePage } from '../page-context.js';
import { byDay, continuesPrevious, type TimelineItem, timeline } from '../state/timeline.js';
import { Message } from './message.js';
import { NoticeLine } from './notice-line.js';
import { useStickToEnd } from './use-stick-to-end.js';

const dayFormat = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' } as const;

interface Props {
  readonly conversation: VisibleConversation | undefined;
  /** How many messages the user has sent here. */
  readonly sentCount: number;
}

/** The messages of a conversation, grouped by day. */
export function MessageList({ conversation, sentCount }: Props): JSX.Element {
  const { texts, user, now, screen } = usePage();
  const { box, content, onScroll } = useStickToEnd(sentCount);
  const items = conversation === undefined ? [] : timeline(conversation, screen.notices);
  const reader = { locale: user.locale, tz: user.tz, now };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
    <section class="message-list" ref={box} onScroll={onScroll} tabIndex={0} aria-label={texts.messages}>
      <div ref={content}>
        {items.length === 0 && <p class="empty">{texts.noMessages}</p>}
        {byDay(items, user.tz).map((day) => (
          <section key={day.at} aria-label={formatDate(day.at, dayFormat, reader)}>
            <h2 class="day">
              <span>{relativeDay(day.at, reader) ?? formatDate(day.at, dayFormat, reader)}</span>
            </h2>
            <ol>
              {day.items.map((item, index) => (
                <li key={item.key}>{renderItem(item, day.items[index - 1])}</li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </section>
  );
}

function renderItem(item: TimelineItem, before: TimelineItem | undefined): JSX.Element {
  if (item.is === 'notice') return <NoticeLine notice={item.notice} />;
  return <Message message={item.message} continuing={continuesPrevious(before, item)} />;
}
