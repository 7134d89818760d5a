import { dataCenterLabel } from '../../domain/labels.js';
import type { FormValues } from '../change-plan.js';
import type { Field } from '../form.js';
import type { AppOperationContext } from '../operation.js';
import { latestValidUntil } from '../registration.js';
import { registerPhrases } from '../registration.phrases.js';

const { phrase } = registerPhrases;

/** The fields that can be corrected, filled with what is on record. A day that the app has none of is not asked for. */
export function correctFields({ app, rules, at, history }: AppOperationContext, prefill: FormValues): Field[] {
  const { catalogue, calendar } = rules;
  const today = calendar.dayOf(at);
  const held = app.heldSince ?? history[0]?.effectiveFrom ?? app.createdAt;
  const date = (
    name: 'createdAt' | 'heldSince' | 'validUntil' | 'disabledAt',
    recorded: string,
    max: string,
  ): Field => ({
    kind: 'date',
    name,
    label: phrase(name),
    max,
    instants: true,
    value: prefill[name] ?? calendar.dayOf(recorded),
  });
  const dataCenters = Object.keys(catalogue.dataCenters);
  return [
    {
      kind: 'text',
      name: 'account',
      label: phrase('account'),
      maxLength: 100,
      value: prefill['account'] ?? app.account,
    },
    {
      kind: 'select',
      name: 'dataCenter',
      label: phrase('dataCenter'),
      options: dataCenters.map((value) => ({ value, label: dataCenterLabel(catalogue, value) })),
      value: prefill['dataCenter'] ?? app.dataCenter,
    },
    date('createdAt', app.createdAt, today),
    date('heldSince', held, today),
    ...(app.validity ? [date('validUntil', app.validity.until, calendar.dayOf(latestValidUntil({ rules, at })))] : []),
    ...(app.disabledAt ? [date('disabledAt', app.disabledAt, today)] : []),
  ];
}
