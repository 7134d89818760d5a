import type { Database } from '../database/client.js';
import type { FormValues } from '../operations/change-plan.js';
import { isRefusal } from '../operations/change-plan.js';
import { parseForm } from '../operations/form.js';
import { findOperation } from '../operations/operation.js';
import { parseAppId } from '../operations/text-input.js';
import type { Actor } from './change.js';
import { loadApp, type ServiceContext } from './operation-context.js';
import { prepare } from './prepare.js';
import { changeFromRow } from './store.js';

/**
 * Whether an app has been registered with these answers already: as they would have been read then, since today's date
 * is filled in. `other`: the id is taken by an app that was registered with other answers.
 */
export async function findRegistration(
  { prisma }: Pick<Database, 'prisma'>,
  ctx: ServiceContext,
  { actor, answers }: { readonly actor: Actor; readonly answers: FormValues },
): Promise<'no' | 'same' | 'other'> {
  const sdkAppId = parseAppId(answers['sdkAppId']) ?? 0;
  const operation = findOperation(ctx.operations, 'register');
  const { app } = await loadApp(prisma, sdkAppId, ctx.now().toISOString(), ctx.rules);
  if (!app || !operation) return 'no';
  const row = await prisma.change.findFirst({ where: { sdkAppId, operation: 'register', state: 'applied' } });
  if (!row) return 'other';
  const change = changeFromRow(row);
  const then = { ctx, actor, operation, at: change.createdAt };
  const considered = await prepare(prisma, then, { sdkAppId: null, values: answers });
  if (isRefusal(considered)) return 'other';
  const fields = considered.form(answers);
  const read = isRefusal(fields) ? fields : parseForm(fields, answers);
  return !isRefusal(read) && alike(read.values, change.formValues) ? 'same' : 'other';
}

function alike(a: FormValues, b: FormValues): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
