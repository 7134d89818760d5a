import type { Database } from '../database/client.js';
import type { Answers } from '../operations/change-plan.js';
import { isRefusal } from '../operations/change-plan.js';
import { operationNamed } from '../operations/operation.js';
import { idIn, readAnswers } from '../operations/read-answers.js';
import type { Asker } from './change.js';
import { appAt, type Desk } from './operation-context.js';
import { consider } from './prepare.js';
import { toChange } from './store.js';

/**
 * Whether an app has been registered with these answers already: as they would have been read then, since today's date
 * is filled in. `other`: the id is taken by an app that was registered with other answers.
 */
export async function registeredWith(
  { prisma }: Pick<Database, 'prisma'>,
  desk: Desk,
  { asker, answers }: { readonly asker: Asker; readonly answers: Answers },
): Promise<'no' | 'same' | 'other'> {
  const sdkAppId = idIn(answers['sdkAppId']) ?? 0;
  const operation = operationNamed(desk.operations, 'register');
  const { app } = await appAt(prisma, sdkAppId, desk.now().toISOString(), desk.rules);
  if (!app || !operation) return 'no';
  const row = await prisma.change.findFirst({ where: { sdkAppId, operation: 'register', state: 'applied' } });
  if (!row) return 'other';
  const change = toChange(row);
  const then = { desk, asker, operation, at: change.createdAt };
  const considered = await consider(prisma, then, { sdkAppId: null, answers });
  if (isRefusal(considered)) return 'other';
  const fields = considered.form(answers);
  const read = isRefusal(fields) ? fields : readAnswers(fields, answers);
  return !isRefusal(read) && alike(read.answers, change.answers) ? 'same' : 'other';
}

function alike(a: Answers, b: Answers): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
