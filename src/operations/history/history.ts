import type { App } from '../../domain/app.js';
import { addOnLabel, addOnText, planLabel, stateText } from '../../domain/labels.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import {
  type AppOperation,
  type AppOperationContext,
  type AuditEntry,
  maxEvents,
  noConfirmation,
  type Rules,
} from '../operation.js';
import { appName } from '../phrases.js';
import { historyPhrases } from './phrases.js';

const { phrase } = historyPhrases;

/** The audit trail of an app, newest first. */
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

function plan(ctx: AppOperationContext): UnpricedPlan {
  const { app, events } = ctx;
  const lines = events.length === 0 ? [phrase('none')] : events.flatMap((event) => eventLines(event, ctx));
  const more = events.length >= maxEvents ? [phrase('more', { shown: maxEvents })] : [];
  return readOnlyPlan(
    [phrase('heading', { app: appName(app) }), ...lines, ...more],
    [{ operation: 'show', sdkAppId: app.sdkAppId }],
  );
}

const outcomes = ['requested', 'applied', 'approved', 'declined', 'expired', 'outdated', 'unauthorized'] as const;

function eventLines(event: AuditEntry, { rules, operations }: AppOperationContext): Phrase[] {
  const { at, actor, action, before, after, reason, snooze, reading } = event;
  if (snooze) return [snoozeLine(event, snooze)];
  const [operation = '', outcome = ''] = action.split('.');
  const values = { at, actor, operation: labelOf(operation, operations) };
  const key = outcomes.find((known) => known === outcome) ?? 'other';
  const change = reading ? [readingLine(reading)] : after ? [changeLine(before, after, rules)] : [];
  return [phrase(key, values), ...change, ...(reason ? [phrase('reason', { reason })] : [])];
}

function readingLine({ metric, day, before, value }: NonNullable<AuditEntry['reading']>): Phrase {
  return before === null
    ? phrase('readingAdded', { metric, day, value })
    : phrase('reading', { metric, day, before, value });
}

function snoozeLine({ at, actor }: AuditEntry, { what, metric, until }: NonNullable<AuditEntry['snooze']>): Phrase {
  return phrase('silenced', { at, actor, until, what: metric === null ? what : phrase('of', { what, metric }) });
}

/** Scheduled transitions, which are not operations. */
const scheduledTransitions: Readonly<Record<string, Phrase>> = { expire: phrase('expire'), purge: phrase('purge') };

/** The operation's label; its name if there is no such operation any more. */
function labelOf(operation: string, operations: AppOperationContext['operations']): Text {
  const known = operations.some(({ name }) => name === operation);
  return known ? { key: `${operation}.label` } : (scheduledTransitions[operation] ?? operation);
}

function changeLine(before: App | null, after: App, rules: Rules): Phrase {
  const now = subscriptionText(after, rules);
  return before === null
    ? phrase('to', { after: now })
    : phrase('from', { before: subscriptionText(before, rules), after: now });
}

function subscriptionText(app: App, { catalogue }: Rules): Phrase {
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
