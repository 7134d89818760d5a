import { randomUUID } from 'node:crypto';
import { type App, isSameSubscription } from '../domain/app.js';
import { stateAt } from '../domain/states.js';
import {
  type ChangePlan,
  type FormValues,
  isRefusal,
  type Refusal,
  type UnpricedPlan,
} from '../operations/change-plan.js';
import { withFees } from '../operations/fees.js';
import { type Field, parseForm, unknownInput } from '../operations/form.js';
import { noConfirmation, type Operation, type Policy } from '../operations/operation.js';
import { normalizeText, parseAppId } from '../operations/text-input.js';
import type { Change, OperationRequest, VersionedApp } from './change.js';
import type { ActorContext } from './context.js';
import { loadApp, loadOperationContext } from './operation-context.js';
import { changePhrases } from './phrases.js';

/** How long a preview can be confirmed, and how long a request waits for approval. */
export const approvalWindow = { hours: 24 } as const;
export const approvalWindowMs = approvalWindow.hours * 3_600_000;

/** An operation with all that it may know: its form and its plan can be computed now. */
export interface PreparedOperation {
  readonly app: App | null;
  /** The app of the request, as it was read. */
  readonly seen: VersionedApp;
  /** Any app that the plan may update, as it was read. */
  readonly seenOf: (sdkAppId: number) => VersionedApp;
  /** How many apps had been registered, where all apps of an account change together; else null. */
  readonly registrations: number | null;
  readonly form: (prefill: FormValues) => readonly Field[] | Refusal;
  readonly plan: (values: FormValues) => ChangePlan | Refusal;
  /** The plan with its fees as of another instant. */
  readonly pricedAt: (at: string, plan: ChangePlan) => ChangePlan;
  readonly policy: Policy;
  readonly hints: readonly string[];
  /** Whether an app is gone for ever at the instant of the request. */
  readonly isPurged: (app: App) => boolean;
}

/** Who asks for which operation, at which instant. */
export interface PrepareContext extends ActorContext {
  readonly operation: Operation;
  readonly at: string;
}

const noApp: VersionedApp = { app: null, version: 0 };

/**
 * Loads what the operation may know about the request. Refuses when there is no such app. `seen`: the app, when it has
 * been read already.
 */
export async function prepare(
  ctx: PrepareContext,
  request: Omit<OperationRequest, 'operation'> & { readonly seen?: VersionedApp },
): Promise<PreparedOperation | Refusal> {
  const { operation, at, rules } = ctx;
  const db = ctx.database.prisma;
  const { file, ...texts } = request.values;
  const normalized = Object.entries(texts).map(([name, text]) => [name, normalizeText(text)]);
  const values = { ...Object.fromEntries(normalized), ...(file !== undefined && { file }) };
  const sdkAppId = operation.subject === 'new' ? parseAppId(values['sdkAppId']) : request.sdkAppId;
  // The app first: other data may be newer than it, and then the commit finds a conflict by its version.
  const seen = request.seen ?? (sdkAppId ? await loadApp(db, sdkAppId, at, rules) : noApp);
  const app = operation.subject === 'app' ? seen.app : null;
  const context = await loadOperationContext(db, { ...ctx, sdkAppId: sdkAppId ?? 0, app, values });
  const { siblings, fileRecords, recordedMode } = context;
  const read = [...siblings, ...fileRecords.apps];
  const versions = {
    hints: operation.hints ?? [],
    isPurged: (other: App) => stateAt(other, at, rules) === 'purged',
    seen,
    seenOf: (id: number) => read.find(({ app }) => app.sdkAppId === id) ?? (seen.app?.sdkAppId === id ? seen : noApp),
    registrations: siblings.length > 0 ? (recordedMode?.registrations ?? null) : null,
  };
  if (operation.subject === 'app') {
    if (!app) return { reason: changePhrases.phrase('unknownApp', { id: String(sdkAppId ?? '') }) };
    const appContext = { ...context, app };
    return {
      app,
      ...versions,
      form: (prefill) => operation.form(appContext, prefill),
      plan: (input) =>
        unlessRefused(operation.plan(appContext, input), (plan) =>
          withFees(operation, appContext, withHeldSince(plan, { at, seenOf: versions.seenOf })),
        ),
      pricedAt: (then, plan) => withFees(operation, { ...appContext, at: then }, plan),
      policy: operation.policy(app, rules),
    };
  }
  const standalone = { ...context, registeredApp: seen.app };
  return {
    app: null,
    ...versions,
    form: (prefill) => operation.form(standalone, prefill),
    plan: (input) => unlessRefused(operation.plan(standalone, input), (plan) => withFees(operation, standalone, plan)),
    pricedAt: (then, plan) => withFees(operation, { ...standalone, at: then }, plan),
    policy: noConfirmation,
  };
}

/** Who gets another plan or other items holds them since the change. A new app says itself since when. */
function withHeldSince(
  plan: UnpricedPlan,
  { at, seenOf }: { readonly at: string; readonly seenOf: PreparedOperation['seenOf'] },
): UnpricedPlan {
  const updates = plan.updates.map((update) => {
    const before = seenOf(update.after.sdkAppId).app;
    const held = before === null || isSameSubscription(before, update.after);
    return held ? update : { ...update, after: { ...update.after, heldSince: at } };
  });
  return { ...plan, updates };
}

function unlessRefused(plan: UnpricedPlan | Refusal, then: (plan: UnpricedPlan) => ChangePlan): ChangePlan | Refusal {
  return isRefusal(plan) ? plan : then(plan);
}

/** The plan for this input, once it is checked against the form; with the normalized values. */
export function computePlan(
  prepared: PreparedOperation,
  input: FormValues,
): { plan: ChangePlan; values: FormValues } | Refusal {
  const fields = prepared.form(input);
  if (isRefusal(fields)) return fields;
  const unknown = unknownInput(fields, input, prepared.hints);
  if (unknown) return unknown;
  const parsed = parseForm(fields, input);
  if (isRefusal(parsed)) return parsed;
  const plan = prepared.plan(parsed.values);
  return isRefusal(plan) ? plan : { plan, values: parsed.values };
}

interface ProposedPlan {
  readonly prepared: PreparedOperation;
  readonly plan: ChangePlan;
  readonly values: FormValues;
  readonly sdkAppId: number;
}

/** A change that proposes this plan, as it is recorded. */
export function proposal(
  { operation, actor, at }: PrepareContext,
  { prepared, plan, values, sdkAppId }: ProposedPlan,
): Change {
  return {
    id: randomUUID(),
    operation: operation.name,
    sdkAppId,
    state: 'proposed',
    formValues: values,
    before: prepared.app,
    agreedPlan: plan,
    policy: policyOf(prepared, plan),
    author: actor.id,
    reason: null,
    createdAt: at,
    expiresAt: addMs(at, approvalWindowMs),
    decidedBy: null,
    decidedAt: null,
    declineReason: null,
    voidCause: null,
  };
}

/** Where the plan leaves an app gone for ever, the approver types its name, whatever the policy of the operation. */
function policyOf({ app, policy, isPurged }: PreparedOperation, plan: ChangePlan): Policy {
  const purges = app !== null && plan.updates.some(({ after }) => isPurged(after));
  return purges && policy.approval !== 'none' ? { ...policy, approverConfirms: 'app-name' } : policy;
}

/** The instant so many milliseconds after `at`. */
export function addMs(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}
