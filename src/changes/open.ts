import { isRefusal } from '../operations/change-plan.js';
import { operationNamed } from '../operations/operation.js';
import type { Asked, Outcome } from './change.js';
import { mayNot, refused, type Verb } from './context.js';
import { corridorBook } from './phrases.js';
import { consider, decide } from './prepare.js';
import { propose } from './propose.js';
import { waitingTwin } from './twin.js';

/** What the operation asks; its preview when it asks nothing; its answer when it changes nothing. */
export async function open(verb: Verb, asked: Asked): Promise<Outcome> {
  const { database, desk, asker } = verb;
  const operation = operationNamed(desk.operations, asked.operation);
  if (!operation) return refused({ reason: corridorBook.say('unknownOperation', { name: asked.operation }) });
  const no = mayNot(asker, operation.role);
  if (no) return refused({ reason: no }, operation);

  const at = desk.now().toISOString();
  const considered = await consider(database.prisma, { desk, asker, operation, at }, asked);
  if (isRefusal(considered)) return refused(considered, operation);
  const { app } = considered;
  if (operation.answers) {
    const decided = decide(considered, asked.answers);
    return isRefusal(decided)
      ? refused(decided, operation, app)
      : { step: 'answer', operation, app, plan: decided.plan };
  }
  const fields = considered.form(asked.answers);
  if (isRefusal(fields)) return refused(fields, operation, app);
  const asks = app && considered.policy.approval === 'on-call';
  const twin = asks ? await waitingTwin(database.prisma, { operation: operation.name, sdkAppId: app.sdkAppId }) : null;
  if (twin) return refused(twin, operation, app);
  return fields.length === 0 ? propose(verb, asked) : { step: 'form', operation, app, fields };
}
