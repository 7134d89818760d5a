import { type App, type Configuration, isSameSubscription, type Validity } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { dataCenterLabel } from '../../domain/labels.js';
import { stateAt } from '../../domain/states.js';
import { validityUntil } from '../../domain/validity.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { type AppUpdate, type FormValues, isRefusal, type Refusal, type UnpricedPlan } from '../change-plan.js';
import { disablePolicy } from '../disable-policy.js';
import type { AppOperation, AppOperationContext } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { refusal } from '../refusal.js';
import { instantOf, latestValidUntil, outOfService } from '../registration.js';
import { registerPhrases } from '../registration.phrases.js';
import { correctFields } from './fields.js';
import { correctPhrases } from './phrases.js';

const { phrase } = correctPhrases;

/** Puts right what is on record of an app. Priced like any change; what a closed month was charged stays. */
export const correct: AppOperation = {
  name: 'correct',
  subject: 'app',
  phrases: correctPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp correct <app>',
  role: 'admin',
  readOnly: false,
  requires: ['recordedMode'],
  policy: disablePolicy,
  form: (ctx, prefill) => obstacleRefusal(ctx) ?? correctFields(ctx, prefill),
  plan,
};

function obstacleRefusal({ app, rules }: AppOperationContext): Refusal | null {
  if (app.state === 'purged') return refusal({ code: 'purged' }, app, rules);
  return app.retiredAt === null ? null : refusal({ code: 'retired' }, app, rules);
}

function plan(ctx: AppOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const { app, rules, at } = ctx;
  const update = correction(ctx, values);
  if (isRefusal(update)) return update;
  const { after } = update;
  const lines = changedLines(ctx, after);
  if (lines.length === 0) return { field: 'createdAt', reason: operationsPhrases.phrase('noChange') };
  const purges = stateAt(after, at, rules) === 'purged';
  return {
    updates: [update],
    lines,
    warnings: update.moved ? [phrase('heldSinceOpen')] : [],
    loss: purges ? phrase('purges') : null,
    undo: purges ? phrase('purges') : phrase('undo'),
    done: phrase('done', { app: appName(after) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** The app with the corrected values, and the configurations whose beginning moves; or why it cannot be so. */
function correction(ctx: AppOperationContext, values: FormValues): AppUpdate | Refusal {
  const { app, history } = ctx;
  const wrongPlace = placeRefusal(ctx, values);
  if (wrongPlace) return wrongPlace;
  const createdAt = corrected(ctx, values['createdAt'], app.createdAt);
  const held = heldPeriod(history, app);
  const heldSince = corrected(ctx, values['heldSince'], held.from) ?? held.from;
  const disabledAt = corrected(ctx, values['disabledAt'], app.disabledAt);
  const wrongDate = dateRefusal(ctx, { createdAt, heldSince, disabledAt, held });
  if (wrongDate) return wrongDate;
  const validity = validityOf(ctx, values['validUntil'], createdAt);
  if (validity && isRefusal(validity)) return validity;
  const after: App = {
    ...app,
    account: values['account'] ?? app.account,
    dataCenter: values['dataCenter'] ?? app.dataCenter,
    createdAt,
    validity,
    disabledAt,
    heldSince: heldSince === held.from ? app.heldSince : heldSince,
  };
  const moved = [
    ...(heldSince === held.from ? [] : [{ position: held.position, effectiveFrom: heldSince }]),
    ...movedDisabling(ctx, disabledAt),
  ];
  // The state that the dates lead to is recorded by the sweep, with its one notice.
  const state = disabledAt === null ? ('active' as const) : ('disabled' as const);
  const reached = validity?.until !== app.validity?.until || disabledAt !== app.disabledAt;
  const periods = reached ? undefined : [];
  const update = { after: reached ? { ...after, state } : after, usesAllowance: [] };
  return { ...update, ...(periods && { periods }), ...(moved.length > 0 && { moved }) };
}

/** The instant for a field: the recorded one where its day stays the same. */
function corrected<T extends string | null>(
  ctx: AppOperationContext,
  text: string | undefined,
  recorded: T,
): string | T {
  const instant = instantOf(ctx, text);
  const { dayOf } = ctx.rules.calendar;
  if (instant === null || (recorded !== null && text === dayOf(recorded))) return recorded;
  return instant;
}

/** The stretch of the history in which the present plan and items are held: its beginning can be corrected. */
interface HeldPeriod {
  readonly position: number;
  readonly from: string;
  /** Between which instants its beginning can be: the configurations before and after it. */
  readonly earliest: string | null;
  readonly latest: string | null;
}

function heldPeriod(history: readonly Configuration[], app: App): HeldPeriod {
  const other = history.findLastIndex(
    (configuration) => configuration.retired || !isSameSubscription(configuration, app),
  );
  const position = Math.min(other + 1, Math.max(0, history.length - 1));
  return {
    position,
    from: history[position]?.effectiveFrom ?? app.createdAt,
    earliest: history[position - 1]?.effectiveFrom ?? null,
    latest: history[position + 1]?.effectiveFrom ?? null,
  };
}

function movedDisabling({ app, history, rules }: AppOperationContext, disabledAt: string | null) {
  if (disabledAt === null || disabledAt === app.disabledAt) return [];
  const last = history.findLastIndex(({ state }, i) => state === 'disabled' && history[i - 1]?.state !== 'disabled');
  return last < 0 ? [] : [{ position: last, effectiveFrom: outOfService(disabledAt, rules.calendar) }];
}

function dateRefusal(
  { app, at, history }: AppOperationContext,
  {
    createdAt,
    heldSince,
    disabledAt,
    held,
  }: Pick<App, 'createdAt' | 'disabledAt'> & { heldSince: string; held: HeldPeriod },
): Refusal | null {
  if (disabledAt !== null && app.disabledAt === null) {
    return { field: 'disabledAt', reason: phrase('notDisabled', { app: appName(app) }) };
  }
  const firstFrom = held.position === 0 ? heldSince : (history[0]?.effectiveFrom ?? heldSince);
  if (createdAt > firstFrom && createdAt !== app.createdAt) {
    return { field: 'createdAt', reason: phrase('createdBefore', { until: firstFrom }) };
  }
  const earliest = held.earliest ?? createdAt;
  const latest = disabledAt ?? held.latest ?? at;
  if (heldSince !== held.from && (heldSince < earliest || heldSince > latest)) {
    return { field: 'heldSince', reason: phrase('heldBetween', { from: earliest, until: latest }) };
  }
  const isDisabledInTime =
    disabledAt === null || disabledAt === app.disabledAt || (disabledAt >= heldSince && disabledAt <= at);
  return isDisabledInTime
    ? null
    : { field: 'disabledAt', reason: registerPhrases.phrase('disabledBetween', { from: heldSince, until: at }) };
}

function placeRefusal({ app, rules, recordedMode }: AppOperationContext, values: FormValues): Refusal | null {
  const { account = app.account, dataCenter = app.dataCenter } = values;
  const { label: ruleSet, mode } = ruleSetOf(rules.catalogue, app.ruleSet);
  const exists = rules.catalogue.dataCenters[dataCenter]?.modes.includes(mode) === true;
  if (exists && (recordedMode === null || recordedMode.mode === mode)) return null;
  const texts = { account, dataCenter: dataCenterLabel(rules.catalogue, dataCenter), ruleSet };
  const nextActions = [{ operation: 'correct-mode', sdkAppId: app.sdkAppId }];
  return { field: 'dataCenter', reason: phrase('wrongMode', texts), nextActions };
}

function validityOf(ctx: AppOperationContext, text: string | undefined, createdAt: string): Validity | null | Refusal {
  const { app, rules } = ctx;
  if (app.validity === null) {
    return text === undefined ? null : { field: 'validUntil', reason: registerPhrases.phrase('noEnd') };
  }
  const until = corrected(ctx, text, app.validity.until);
  if (until === app.validity.until) return app.validity;
  const latest = latestValidUntil(ctx);
  return until > createdAt && until <= latest
    ? validityUntil(until, createdAt, rules.calendar)
    : { field: 'validUntil', reason: registerPhrases.phrase('endBetween', { from: createdAt, until: latest }) };
}

function changedLines({ app, rules, history }: AppOperationContext, after: App): Phrase[] {
  const { phrase: label } = registerPhrases;
  const moment = (at: string | null): Text => (at === null ? '–' : operationsPhrases.phrase('moment', { at }));
  const place = (dataCenter: string) => dataCenterLabel(rules.catalogue, dataCenter);
  const held = app.heldSince ?? heldPeriod(history, app).from;
  const rows: readonly (readonly [what: Text, before: Text, after: Text])[] = [
    [label('account'), app.account, after.account],
    [label('dataCenter'), place(app.dataCenter), place(after.dataCenter)],
    [label('createdAt'), moment(app.createdAt), moment(after.createdAt)],
    [label('heldSince'), moment(held), moment(after.heldSince ?? held)],
    [label('validUntil'), moment(app.validity?.until ?? null), moment(after.validity?.until ?? null)],
    [label('disabledAt'), moment(app.disabledAt), moment(after.disabledAt)],
  ];
  return rows
    .filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is))
    .map(([what, was, is]) => operationsPhrases.phrase('change', { what, before: was, after: is }));
}
