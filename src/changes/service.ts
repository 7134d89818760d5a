import { approve } from './approve.js';
import type { RolesNow } from './authority.js';
import type { Actor, ChangeService, Outcome } from './change.js';
import { confirm } from './confirm.js';
import type { ServiceContext } from './context.js';
import { decline } from './decline.js';
import { open } from './open.js';
import { propose } from './propose.js';
import { changeById } from './store.js';

/** The workflow that every operation takes: form → preview → typed confirmation → approval → applied. */
export function createChangeService(ctx: ServiceContext, rolesNow: RolesNow): ChangeService {
  return {
    open: (actor, request) => open({ ...ctx, actor }, request),
    propose: (actor, request) => propose({ ...ctx, actor }, request),
    confirm: (actor, confirmation) => confirm({ ...ctx, actor, rolesNow }, confirmation),
    approve: (actor, approval) => approve({ ...ctx, actor, rolesNow }, approval),
    decline: (actor, request) => decline({ ...ctx, actor, rolesNow }, request),
    get: (changeId) => changeById(ctx.database.prisma, changeId),
  };
}

/** How a call of the service ended. `operation` is `none` where no known operation was named. */
interface HandledChange {
  readonly source: Actor['source'];
  readonly operation: string;
  readonly step: Outcome['step'] | 'failed';
}

/** The same service; `onHandled` is told how every call ends. */
export function withMetrics(changes: ChangeService, onHandled: (handled: HandledChange) => void): ChangeService {
  const observed =
    <Request>(method: (actor: Actor, request: Request) => Promise<Outcome>) =>
    async (actor: Actor, request: Request): Promise<Outcome> => {
      try {
        const outcome = await method(actor, request);
        onHandled({ source: actor.source, operation: outcome.operation?.name ?? 'none', step: outcome.step });
        return outcome;
      } catch (error) {
        onHandled({ source: actor.source, operation: 'none', step: 'failed' });
        throw error;
      }
    };
  return {
    open: observed(changes.open),
    propose: observed(changes.propose),
    confirm: observed(changes.confirm),
    approve: observed(changes.approve),
    decline: observed(changes.decline),
    get: changes.get,
  };
}
