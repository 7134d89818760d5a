import type { App } from '../domain/app.js';
import { type ChangeAllowance, changeAllowance } from '../domain/entitlements/change-allowance.js';
import { addOnLabel, addOnText } from '../domain/labels.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { OperationContext, Rules } from './operation.js';
import { operationsPhrases } from './phrases.js';
import { refusalPhrases } from './refusal.phrases.js';

// What is said about how often a plan and its items may be changed.

type UsedAllowance = Exclude<ChangeAllowance, { mayChange: 'freely' }>;

/** The name of the plan (`plan`) or of an item. */
export function changedItemLabel({ catalogue }: Rules, item: string): Text {
  return item === 'plan' ? operationsPhrases.phrase('plan') : addOnLabel(catalogue, item);
}

/** Why an item cannot be changed now: since when, until when, and to what it can be put back. */
export function changeUsedText(
  rules: Rules,
  { item, plan }: { readonly item: string; readonly plan: string },
  allowance: UsedAllowance,
): Phrase {
  const { usedAt, again } = allowance;
  const values = { item: changedItemLabel(rules, item), usedAt, again };
  return allowance.mayChange === 'back'
    ? refusalPhrases.phrase('changeUsedBack', {
        ...values,
        to: addOnText(rules.catalogue, { item, plan }, allowance.to),
      })
    : refusalPhrases.phrase('changeUsed', values);
}

/** The allowances that are used once the app is `after`, of the items that change. */
export function allowancesAfter(
  { rules, history, at }: Pick<OperationContext, 'rules' | 'history' | 'at'>,
  after: App,
  changed: readonly string[],
): readonly { readonly item: string; readonly allowance: UsedAllowance }[] {
  const { ruleSet, plan, addOns, state } = after;
  const updated = { effectiveFrom: at, operation: '', ruleSet, plan, addOns, state, usedAllowances: changed };
  return changed.flatMap((item) => {
    const allowance = changeAllowance({ ruleSet, history: [...history, updated] }, item, { ...rules, at });
    return allowance.mayChange === 'freely' ? [] : [{ item, allowance }];
  });
}

/** What of the allowances a change uses up, and what can still be put back. */
export function allowanceLines(
  ctx: Pick<OperationContext, 'rules' | 'history' | 'at'>,
  after: App,
  changed: readonly string[],
): Phrase[] {
  const used = allowancesAfter(ctx, after, changed);
  const [first] = used;
  if (!first) return [];
  const items = used.map(({ item }) => changedItemLabel(ctx.rules, item));
  const back = used.flatMap(({ item, allowance }) =>
    allowance.mayChange === 'back'
      ? [
          operationsPhrases.phrase('mayPutBack', {
            item: changedItemLabel(ctx.rules, item),
            to: addOnText(ctx.rules.catalogue, { item, plan: after.plan }, allowance.to),
          }),
        ]
      : [],
  );
  return [operationsPhrases.phrase('usesAllowance', { items, again: first.allowance.again }), ...back];
}
