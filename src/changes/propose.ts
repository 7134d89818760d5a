import { isRefusal } from '../operations/change-plan.js';
import { operationNamed } from '../operations/operation.js';
import type { Asked, Outcome } from './change.js';
import { mayNot, refused, type Verb } from './context.js';
import { corridorBook } from './phrases.js';
import { consider, decide, proposal } from './prepare.js';
import { toRow } from './store.js';

/** Answers in: the preview out, on record as a proposal. Refusals name the field. */
export async function propose({ database, desk, asker }: Verb, asked: Asked): Promise<Outcome> {
  const operation = operationNamed(desk.operations, asked.operation);
  if (!operation) return refused({ reason: corridorBook.say('unknownOperation', { name: asked.operation }) });
  const no = mayNot(asker, operation.role);
  if (no) return refused({ reason: no }, operation);

  const at = desk.now().toISOString();
  const asking = { desk, asker, operation, at };
  const considered = await consider(database.prisma, asking, asked);
  if (isRefusal(considered)) return refused(considered, operation);
  const decided = decide(considered, asked.answers);
  if (isRefusal(decided)) return refused(decided, operation, considered.app);
  const { plan, answers } = decided;
  const [first] = plan.moves;
  if (!first) return { step: 'answer', operation, app: considered.app, plan };

  const sdkAppId = considered.app?.sdkAppId ?? first.after.sdkAppId;
  const change = proposal(asking, { considered, plan, answers, sdkAppId });
  await database.prisma.change.createMany({ data: [toRow(change, asker.door)] });
  return { step: 'preview', operation, change, moved: false };
}
