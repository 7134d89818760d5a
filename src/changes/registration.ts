import type { FormValues } from '../operations/change-plan.js';
import { isRefusal } from '../operations/change-plan.js';
import { parseForm } from '../operations/form.js';
import { findOperation } from '../operations/operation.js';
import { parseAppId } from '../operations/text-input.js';
import type { ActorContext } from './context.js';
import { loadApp } from './operation-context.js';
import { prepare } from './prepare.js';
import { changeFromRow } from './store.js';

/**
 * Whether an app has been registered with these values already. They are parsed as of the registration, since the form
 * fills in the current date. `other`: the id is taken by an app that was registered with other values. A retired app
 * does not take its id.
 */
export async function findRegistration(ctx: ActorContext, values: FormValues): Promise<'no' | 'same' | 'other'> {
  const { prisma } = ctx.database;
  const sdkAppId = parseAppId(values['sdkAppId']) ?? 0;
  const operation = findOperation(ctx.operations, 'register');
  const { app } = await loadApp(prisma, sdkAppId, ctx.now().toISOString(), ctx.rules);
  if (!app || !operation || app.retiredAt !== null) return 'no';
  const where = { sdkAppId, operation: 'register', state: 'applied' } as const;
  const row = await prisma.change.findFirst({ where, orderBy: { createdAt: 'desc' } });
  if (!row) return 'other';
  const { createdAt, formValues } = changeFromRow(row);
  const prepared = await prepare({ ...ctx, operation, at: createdAt }, { sdkAppId: null, values });
  if (isRefusal(prepared)) return 'other';
  const fields = prepared.form(values);
  const parsed = isRefusal(fields) ? fields : parseForm(fields, values);
  return !isRefusal(parsed) && hasSameValues(parsed.values, { given: values, recorded: formValues }) ? 'same' : 'other';
}

/** Fields that were neither given nor recorded do not count: the form had fewer of them when it was recorded. */
function hasSameValues(
  parsed: FormValues,
  { given, recorded }: { readonly given: FormValues; readonly recorded: FormValues },
): boolean {
  const names = new Set([...Object.keys(given), ...Object.keys(recorded)]);
  return [...names].every((name) => parsed[name] === recorded[name]);
}
