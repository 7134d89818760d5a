import type { App } from '../../domain/app.js';
import { addOnLabel, addOnText, planLabel, stateText } from '../../domain/labels.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { answer, type UnpricedPlan } from '../change-plan.js';
import type { AppOperationContext, AuditEntry, Rules } from '../operation.js';
import { type AppOperation, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { historyPhrases } from './phrases.js';

const { phrase } = historyPhrases;

/** The story of an app as the audit trail has it, newest first. */
export const history: AppOperation = {
  name: 'history',
  subject: 'app',
  phrases: historyPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp history <app>',
  role: 'viewer',
  readOnly: true,
  requires: ['events', 'operations'],
  policy: () => noConfirmation,
  form: () => [],
  plan,
};

/** As many events as are looked up; there may be more. */
const shown = 50;

function plan(situation: AppOperationContext): UnpricedPlan {
  const { app, events } = situation;
  const lines = events.length === 0 ? [phrase('none')] : events.flatMap((event) => told(event, situation));
  const more = events.length >= shown ? [phrase('more', { shown })] : [];
  return answer(
    [phrase('heading', { app: appName(app) }), ...lines, ...more],
    [{ operation: 'show', sdkAppId: app.sdkAppId }],
  );
}

const outcomes = ['requested', 'applied', 'approved', 'declined', 'expired', 'outdated'] as const;

function told(event: AuditEntry, { rules, operations }: AppOperationContext): Phrase[] {
  const { at, actor, action, before, after, reason, silence } = event;
  if (silence) return [silenced(event, silence)];
  const [operation = '', became = ''] = action.split('.');
  const values = { at, actor, operation: labelOf(operation, operations) };
  const kind = outcomes.find((it) => it === became) ?? 'other';
  const moved = after ? [from(before, after, rules)] : [];
  return [phrase(kind, values), ...moved, ...(reason ? [phrase('reason', { reason })] : [])];
}

function silenced({ at, actor }: AuditEntry, { what, metric, until }: NonNullable<AuditEntry['silence']>): Phrase {
  return phrase('silenced', { at, actor, until, what: metric === null ? what : phrase('of', { what, metric }) });
}

/** What the clock does by itself. */
const byClock: Readonly<Record<string, Phrase>> = { expire: phrase('expire'), purge: phrase('purge') };

/** An operation that there is no more goes by its name. */
function labelOf(operation: string, operations: AppOperationContext['operations']): Text {
  const known = operations.some(({ name }) => name === operation);
  return known ? { key: `${operation}.label` } : (byClock[operation] ?? operation);
}

function from(before: App | null, after: App, rules: Rules): Phrase {
  const now = statusLines(after, rules);
  return before === null
    ? phrase('to', { after: now })
    : phrase('from', { before: statusLines(before, rules), after: now });
}

function statusLines(app: App, { catalogue }: Rules): Phrase {
  const values = { plan: planLabel(catalogue, app.plan), state: stateText(app.state) };
  const items = Object.entries(app.addOns).map(
    ([item, value]): Text =>
      phrase('item', {
        item: addOnLabel(catalogue, item),
        value: addOnText(catalogue, { item, plan: app.plan }, value),
      }),
  );
  if (app.validity) items.push(phrase('until', { until: app.validity.until }));
  return items.length > 0 ? phrase('standingWith', { ...values, items }) : phrase('standing', values);
}
