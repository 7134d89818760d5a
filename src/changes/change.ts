import type { App } from '../domain/app.js';
import type { ChangePlan, FormValues, Refusal } from '../operations/change-plan.js';
import type { Field } from '../operations/form.js';
import type { Operation, Policy } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';

/** Who asks, and through which door. `roles` are all that the person may act as at this moment. */
export interface Actor {
  readonly id: string;
  readonly source: 'slack' | 'api' | 'clock';
  readonly roles: ReadonlySet<Role>;
}

/** What is asked: an operation by name, on an app, with what has been answered so far. */
export interface OperationRequest {
  readonly operation: string;
  readonly sdkAppId: number | null;
  readonly values: FormValues;
}

export type ChangeState = 'proposed' | 'pending' | 'applied' | 'declined' | 'expired' | 'outdated';

/** A change on its way, as it stands on record. Instants are ISO in UTC. */
export interface Change {
  readonly id: string;
  readonly operation: string;
  readonly sdkAppId: number;
  readonly state: ChangeState;
  readonly formValues: FormValues;
  /** The app when it was asked; null: it was not there yet. */
  readonly before: App | null;
  readonly agreedPlan: ChangePlan;
  readonly policy: Policy;
  readonly author: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** Why it was declined. */
  readonly declineReason: string | null;
}

/** Where a step through the corridor ends. A door only has to draw it. */
export type Outcome =
  | {
      readonly step: 'form';
      readonly operation: Operation;
      readonly app: App | null;
      readonly fields: readonly Field[];
    }
  | { readonly step: 'answer'; readonly operation: Operation; readonly app: App | null; readonly plan: ChangePlan }
  /** Agreed to nothing yet: the plan is shown. `moved`: it was shown before, and the app has changed since. */
  | { readonly step: 'preview'; readonly operation: Operation; readonly change: Change; readonly moved: boolean }
  | { readonly step: 'pending'; readonly operation: Operation; readonly change: Change }
  | { readonly step: 'applied'; readonly operation: Operation; readonly change: Change }
  | { readonly step: 'declined'; readonly operation: Operation; readonly change: Change }
  /** Too late: it was applied, declined, expired or outdated before this press. The change says by whom and when. */
  | { readonly step: 'settled'; readonly operation: Operation; readonly change: Change }
  | {
      readonly step: 'refused';
      readonly operation: Operation | null;
      readonly app: App | null;
      readonly refusal: Refusal;
    };

/** A change as somebody has it on the screen. Nobody agrees to a plan that they were not shown. */
export interface ShownPlan {
  readonly changeId: string;
  /** The mark of the plan that was shown; none that is right: it is shown (again) first. */
  readonly fingerprint: string;
}

/** The corridor: every verb writes in one statement or not at all, may run twice, and answers with an outcome. */
export interface ChangeService {
  /** What the operation asks; its preview when it asks nothing; its answer when it changes nothing. */
  open(actor: Actor, asked: OperationRequest): Promise<Outcome>;
  /** Answers in: the preview out, on record. Refusals name the field. */
  propose(actor: Actor, asked: OperationRequest): Promise<Outcome>;
  /** The author agrees to what the preview showed: applied at once, or waiting for an approver. */
  confirm(actor: Actor, agreed: ShownPlan & { typedName?: string; reason?: string }): Promise<Outcome>;
  /** An approver other than the author says yes. */
  approve(actor: Actor, approved: ShownPlan & { typedName?: string }): Promise<Outcome>;
  decline(actor: Actor, declined: { change: string; why: string }): Promise<Outcome>;
  /** A change as it stands now, to be drawn; null when there is none by this id. */
  get(change: string): Promise<Change | null>;
}
