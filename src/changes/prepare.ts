import { randomUUID } from 'node:crypto';
import type { Db } from '../database/queries/apps.js';
import type { App } from '../domain/app.js';
import {
  type ChangePlan,
  type FormValues,
  isRefusal,
  type Refusal,
  type UnpricedPlan,
} from '../operations/change-plan.js';
import { withFees } from '../operations/fees.js';
import type { Field } from '../operations/form.js';
import { parseForm } from '../operations/form.js';
import { noConfirmation, type Operation, type Policy } from '../operations/operation.js';
import { normalizeText, parseAppId } from '../operations/text-input.js';
import type { Actor, Change, OperationRequest } from './change.js';
import { loadApp, loadOperationContext, type ServiceContext } from './operation-context.js';
import { changePhrases } from './phrases.js';
import type { VersionedApp } from './seen.js';

/** How long a preview can be confirmed, and how long a request waits for an approver. */
export const approvalWindow = { hours: 24 } as const;
export const approvalWindowMs = approvalWindow.hours * 3_600_000;

/** What was asked, with the app as it is: asked of the operation, not decided yet. */
export interface PreparedOperation {
  readonly app: App | null;
  /** The app whose id it is about, and its number, as they were read. */
  readonly seen: VersionedApp;
  /** Whatever app a move may be of, as it was read. */
  readonly seenOf: (sdkAppId: number) => VersionedApp;
  /** How many apps had been registered where all apps of an account move together. */
  readonly registrations: number | null;
  readonly form: (draft: FormValues) => readonly Field[] | Refusal;
  readonly plan: (answers: FormValues) => ChangePlan | Refusal;
  /** The plan with its fees as of another instant. */
  readonly pricedAt: (at: string, plan: ChangePlan) => ChangePlan;
  readonly policy: Policy;
}

const { phrase } = changePhrases;
const nothing: VersionedApp = { app: null, version: 0 };

interface Asking {
  readonly ctx: ServiceContext;
  readonly actor: Actor;
  readonly operation: Operation;
  readonly at: string;
}

/** Gathers what the operation may know about what is asked. Refuses an app that is not there. */
export async function prepare(
  db: Db,
  asking: Asking,
  asked: Omit<OperationRequest, 'operation'> & { readonly seen?: VersionedApp },
): Promise<PreparedOperation | Refusal> {
  const { ctx, operation, at } = asking;
  const answers = Object.fromEntries(Object.entries(asked.values).map(([name, text]) => [name, normalizeText(text)]));
  const sdkAppId = operation.subject === 'new' ? parseAppId(answers['sdkAppId']) : asked.sdkAppId;
  // The app first: what else is read may be newer than it, and then the write finds out by its version.
  const seen = asked.seen ?? (sdkAppId ? await loadApp(db, sdkAppId, at, ctx.rules) : nothing);
  const { app } = seen;
  const about = { ...asking, sdkAppId: sdkAppId ?? 0, app: operation.subject === 'app' ? app : null };
  const situation = await loadOperationContext(db, ctx, { ...about, answers });
  const { siblings, mode } = situation;
  const read = {
    seen,
    seenOf: (id: number) => siblings.find((it) => it.app.sdkAppId === id) ?? seen,
    registrations: siblings.length > 0 ? (mode?.registrations ?? null) : null,
  };
  if (operation.subject === 'app') {
    if (!app) return { reason: phrase('unknownApp', { id: String(sdkAppId ?? '') }) };
    const known = { ...situation, app };
    return {
      app,
      ...read,
      form: (draft) => operation.form(known, draft),
      plan: (answers) => unlessRefused(operation.plan(known, answers), (plan) => withFees(operation, known, plan)),
      pricedAt: (then, plan) => withFees(operation, { ...known, at: then }, plan),
      policy: operation.policy(app, ctx.rules),
    };
  }
  const known = { ...situation, taken: app };
  return {
    app: null,
    ...read,
    form: (draft) => operation.form(known, draft),
    plan: (answers) => unlessRefused(operation.plan(known, answers), (plan) => withFees(operation, known, plan)),
    pricedAt: (then, plan) => withFees(operation, { ...known, at: then }, plan),
    policy: noConfirmation,
  };
}

function unlessRefused(plan: UnpricedPlan | Refusal, then: (plan: UnpricedPlan) => ChangePlan): ChangePlan | Refusal {
  return isRefusal(plan) ? plan : then(plan);
}

/** The plan for these answers, after checking them against the form. The answers come back tidied. */
export function computePlan(
  considered: PreparedOperation,
  raw: FormValues,
): { plan: ChangePlan; answers: FormValues } | Refusal {
  const fields = considered.form(raw);
  if (isRefusal(fields)) return fields;
  const read = parseForm(fields, raw);
  if (isRefusal(read)) return read;
  const plan = considered.plan(read.values);
  return isRefusal(plan) ? plan : { plan, answers: read.values };
}

interface Decided {
  readonly considered: PreparedOperation;
  readonly plan: ChangePlan;
  readonly answers: FormValues;
  readonly sdkAppId: number;
}

/** A change that proposes what was decided, as it goes on record. */
export function proposal({ operation, actor, at }: Asking, decided: Decided): Change {
  return {
    id: randomUUID(),
    operation: operation.name,
    sdkAppId: decided.sdkAppId,
    state: 'proposed',
    formValues: decided.answers,
    before: decided.considered.app,
    agreedPlan: decided.plan,
    policy: decided.considered.policy,
    author: actor.id,
    reason: null,
    createdAt: at,
    expiresAt: addMs(at, approvalWindowMs),
    decidedBy: null,
    decidedAt: null,
    declineReason: null,
  };
}

/** The instant so many milliseconds after `at`. */
export function addMs(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}
