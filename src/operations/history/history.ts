import type { App } from '../../domain/app.js';
import { addOnLabel, addOnText, planLabel, stateText } from '../../domain/labels.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { answer, type Unpriced } from '../change-plan.js';
import type { AppSituation, Rules, StoryEvent } from '../operation.js';
import { type AppOperation, freely } from '../operation.js';
import { named } from '../plan-form.js';
import { historyBook } from './phrases.js';

const { say } = historyBook;

/** The story of an app as the audit trail has it, newest first. */
export const history: AppOperation = {
  name: 'history',
  subject: 'app',
  book: historyBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp history <app>',
  role: 'viewer',
  answers: true,
  needs: ['events', 'operations'],
  policy: () => freely,
  form: () => [],
  plan,
};

/** As many events as are looked up; there may be more. */
const shown = 50;

function plan(situation: AppSituation): Unpriced {
  const { app, events } = situation;
  const lines = events.length === 0 ? [say('none')] : events.flatMap((event) => told(event, situation));
  const more = events.length >= shown ? [say('more', { shown })] : [];
  return answer(
    [say('heading', { app: named(app) }), ...lines, ...more],
    [{ operation: 'show', sdkAppId: app.sdkAppId }],
  );
}

const outcomes = ['requested', 'applied', 'approved', 'declined', 'expired', 'outdated'] as const;

function told(event: StoryEvent, { rules, operations }: AppSituation): Phrase[] {
  const { at, actor, action, before, after, reason, silence } = event;
  if (silence) return [silenced(event, silence)];
  const [operation = '', became = ''] = action.split('.');
  const values = { at, actor, operation: labelOf(operation, operations) };
  const kind = outcomes.find((it) => it === became) ?? 'other';
  const moved = after ? [from(before, after, rules)] : [];
  return [say(kind, values), ...moved, ...(reason ? [say('reason', { reason })] : [])];
}

function silenced({ at, actor }: StoryEvent, { what, metric, until }: NonNullable<StoryEvent['silence']>): Phrase {
  return say('silenced', { at, actor, until, what: metric === null ? what : say('of', { what, metric }) });
}

/** What the clock does by itself. */
const byClock: Readonly<Record<string, Phrase>> = { expire: say('expire'), purge: say('purge') };

/** An operation that there is no more goes by its name. */
function labelOf(operation: string, operations: AppSituation['operations']): Text {
  const known = operations.some(({ name }) => name === operation);
  return known ? { key: `${operation}.label` } : (byClock[operation] ?? operation);
}

function from(before: App | null, after: App, rules: Rules): Phrase {
  const now = standing(after, rules);
  return before === null ? say('to', { after: now }) : say('from', { before: standing(before, rules), after: now });
}

function standing(app: App, { catalogue }: Rules): Phrase {
  const values = { plan: planLabel(catalogue, app.plan), state: stateText(app.state) };
  const items = Object.entries(app.addOns).map(
    ([item, value]): Text =>
      say('item', { item: addOnLabel(catalogue, item), value: addOnText(catalogue, { item, plan: app.plan }, value) }),
  );
  if (app.validity) items.push(say('until', { until: app.validity.until }));
  return items.length > 0 ? say('standingWith', { ...values, items }) : say('standing', values);
}
