import type { App } from '../domain/app.js';
import type { ChangePlan, FormValues, Refusal } from '../operations/change-plan.js';
import type { Field } from '../operations/form.js';
import type { Operation, Policy } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';

/**
 * Who makes a request, and where it came from. `roles` are those that the user or program is known to have; whoever
 * decides is asked for again (changes/authority.ts). The id is that of a Slack user without the team: only people of the
 * bot's own organization have roles, and there it is unique.
 */
export interface Actor {
  readonly id: string;
  readonly source: 'slack' | 'api' | 'clock';
  readonly roles: ReadonlySet<Role>;
  /** False: Slack does not say everything just now, so more roles are possible. */
  readonly rolesComplete?: boolean;
}

/** Does what happens because time has passed. */
export const systemActor: Actor = { id: 'clock', source: 'clock', roles: new Set() };

/** A request for an operation by name, on an app, with what has been entered in its form so far. */
export interface OperationRequest {
  readonly operation: string;
  readonly sdkAppId: number | null;
  readonly values: FormValues;
  /** The form is on screen already, and is shown again: values that do not fit any more are left out. */
  readonly redraw?: boolean;
}

/** An app as it was read, with its version, the optimistic lock; null and 0 while there is none. */
export interface VersionedApp {
  readonly app: App | null;
  readonly version: number;
}

export type ChangeState = 'proposed' | 'pending' | 'applied' | 'declined' | 'expired' | 'outdated';

/** A change of an app, as recorded. Instants are ISO 8601 in UTC with milliseconds. */
export interface Change {
  readonly id: string;
  readonly operation: string;
  readonly sdkAppId: number;
  readonly state: ChangeState;
  readonly formValues: FormValues;
  /** The app when the change was proposed; null: it did not exist yet. */
  readonly before: App | null;
  readonly agreedPlan: ChangePlan;
  readonly policy: Policy;
  readonly author: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** Why it was declined; empty when its author withdrew it without a reason. */
  readonly declineReason: string | null;
  /** Why it is `outdated`; null for one of an earlier version, and in every other state. */
  readonly voidCause: VoidCause | null;
}

/** What makes a request void: app or fees are no longer as agreed, or its author has lost the role. */
export type VoidCause = 'plan' | 'author_role';

/** How a step of the workflow ended. An adapter (Slack, API) only renders it. */
export type Outcome =
  | {
      readonly step: 'form';
      readonly operation: Operation;
      readonly app: App | null;
      readonly fields: readonly Field[];
    }
  /** What a read-only operation found. */
  | { readonly step: 'result'; readonly operation: Operation; readonly app: App | null; readonly plan: ChangePlan }
  /** The plan, not confirmed yet. `moved`: it was shown before, and the app has changed since. */
  | { readonly step: 'preview'; readonly operation: Operation; readonly change: Change; readonly moved: boolean }
  | { readonly step: 'pending'; readonly operation: Operation; readonly change: Change }
  | { readonly step: 'applied'; readonly operation: Operation; readonly change: Change }
  | { readonly step: 'declined'; readonly operation: Operation; readonly change: Change }
  /** It was applied, declined, expired or outdated before this request, or by it. The change says by whom and when. */
  | { readonly step: 'alreadyDecided'; readonly operation: Operation; readonly change: Change }
  | {
      readonly step: 'refused';
      readonly operation: Operation | null;
      readonly app: App | null;
      readonly refusal: Refusal;
    };

/** A change as it is on somebody's screen. A plan that was not shown cannot be confirmed. */
export interface ShownPlan {
  readonly changeId: string;
  /** Fingerprint of the plan on screen. If it is missing or stale, the plan is shown again before it can be confirmed. */
  readonly fingerprint: string;
}

/** Why a request is declined. */
export interface Decline {
  readonly changeId: string;
  readonly reason: string;
}

/**
 * The workflow of every operation: form → preview → typed confirmation → approval → applied. Every method commits in one
 * statement or not at all, and may be called twice. Refusals are outcomes; it throws only when something is broken.
 */
export interface ChangeService {
  /** The form of the operation; its preview when it has no fields; its result when it is read-only. */
  open(actor: Actor, request: OperationRequest): Promise<Outcome>;
  /** Checks the form and records the preview. A refusal names the field. */
  propose(actor: Actor, request: OperationRequest): Promise<Outcome>;
  /** The author confirms the preview: the change is applied at once, or waits for approval. */
  confirm(actor: Actor, confirmation: ShownPlan & { typedName?: string; reason?: string }): Promise<Outcome>;
  /** An approver other than the author approves: the change is applied. */
  approve(actor: Actor, approval: ShownPlan & { typedName?: string }): Promise<Outcome>;
  /** An approver declines, or the author withdraws. */
  decline(actor: Actor, decline: Decline): Promise<Outcome>;
  /** A change as it is now; null when there is none with this id. */
  get(changeId: string): Promise<Change | null>;
}

/** The payload of the job that tells people about a change: enqueued with every transition. */
export interface ChangeUpdated {
  readonly change: string;
}
export const changeUpdatedJob = 'change-updated';
