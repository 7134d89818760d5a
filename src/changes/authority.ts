import { isSlackUser } from '../domain/slack-ids.js';
import type { Role } from '../operations/roles.js';
import type { Actor, Outcome } from './change.js';
import { type ActorContext, type ChangeContext, withChange } from './context.js';

/** The roles that somebody holds. */
export interface CurrentRoles {
  readonly roles: ReadonlySet<Role>;
  /** False: it could not be asked for everything, so more roles are possible. */
  readonly complete: boolean;
}

/** Asks which roles a Slack user holds at this moment; the answer is at most 5 s old. */
export type RolesNow = (userId: string) => Promise<CurrentRoles>;

/** What a decision needs beside the actor. */
export interface DecisionContext extends ActorContext {
  readonly rolesNow: RolesNow;
}

/** The actor with the roles of this moment. Programs have those of their token. */
export async function withCurrentRoles(actor: Actor, rolesNow: RolesNow): Promise<Actor> {
  if (actor.source !== 'slack') return actor;
  const { roles, complete } = await rolesNow(actor.id);
  return { ...actor, roles, rolesComplete: complete };
}

/**
 * Runs `decide` as `withChange` does, with the roles that the actor holds at this moment: who decides is never judged by
 * what was known before. Roles are asked for before anything is written, and again after a conflict.
 */
export function withDecision(
  ctx: DecisionContext,
  changeId: string,
  decide: (ctx: ChangeContext) => Promise<Outcome>,
): Promise<Outcome> {
  return withChange(ctx, changeId, async (changeCtx) =>
    decide({ ...changeCtx, actor: await withCurrentRoles(changeCtx.actor, ctx.rolesNow) }),
  );
}

/** Whether the author of a change still holds the role that its operation takes. */
export async function authorStillMay(
  { rolesNow }: DecisionContext,
  { change, operation }: ChangeContext,
): Promise<'yes' | 'no' | 'unknown'> {
  if (!isSlackUser(change.author)) return 'yes';
  const { roles, complete } = await rolesNow(change.author);
  if (roles.has(operation.role)) return 'yes';
  return complete ? 'no' : 'unknown';
}
