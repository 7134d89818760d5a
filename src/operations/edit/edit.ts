import type { App } from '../../domain/app.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { FormValues, Refusal, UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { refusal } from '../refusal.js';
import { registerPhrases } from '../registration.phrases.js';
import { descriptionFields, nameField } from '../registration-fields.js';
import { tagsIn } from '../tags.js';
import { editPhrases } from './phrases.js';

const { phrase } = editPhrases;

/** Changes what an app is called, who is responsible for it and where its notices go; no configuration. */
export const edit: AppOperation = {
  name: 'edit',
  subject: 'app',
  phrases: editPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp edit <app> [name=…] [owner=…] [tags=…]',
  role: 'operator',
  readOnly: false,
  requires: [],
  policy: () => noConfirmation,
  form,
  plan,
};

function form({ app, rules }: AppOperationContext, prefill: FormValues): Field[] | Refusal {
  if (app.state === 'purged') return refusal({ code: 'purged' }, app, rules);
  const { name, owner, tags, channel, language } = app;
  const current = { name, owner: owner ?? '', tags: tags.join(' '), channel: channel ?? '', language: language ?? '' };
  const values = { ...current, ...prefill };
  return [nameField(values), ...descriptionFields(values).map((field) => ({ ...field, clearable: true }))];
}

function plan({ app }: AppOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const after: App = {
    ...app,
    name: values['name'] ?? app.name,
    owner: values['owner'] || null,
    tags: tagsIn(values['tags'] ?? ''),
    channel: values['channel'] || null,
    language: values['language'] || null,
  };
  const lines = changedLines(app, after);
  if (lines.length === 0) return { field: 'name', reason: operationsPhrases.phrase('noChange') };
  return {
    updates: [{ after, usesAllowance: [], periods: [] }],
    lines,
    warnings: [],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { app: appName(after) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

function changedLines(before: App, after: App): Phrase[] {
  const { phrase: label } = registerPhrases;
  const person = (id: string | null) => (id === null ? null : operationsPhrases.phrase('person', { id }));
  const rows: readonly (readonly [what: Text, before: Text | null, after: Text | null])[] = [
    [label('name'), before.name, after.name],
    [label('owner'), person(before.owner), person(after.owner)],
    [label('tags'), before.tags.join(', '), after.tags.join(', ')],
    [label('channel'), before.channel, after.channel],
    [label('language'), before.language, after.language],
  ];
  const text = (value: Text | null) => (value === null || value === '' ? phrase('none') : value);
  return rows
    .filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is))
    .map(([what, was, is]) => operationsPhrases.phrase('change', { what, before: text(was), after: text(is) }));
}
