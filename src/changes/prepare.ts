import { randomUUID } from 'node:crypto';
import type { Reader } from '../database/queries/apps.js';
import type { App } from '../domain/app.js';
import { type Answers, isRefusal, type Plan, type Refusal, type Unpriced } from '../operations/change-plan.js';
import { priced } from '../operations/fees.js';
import type { Field } from '../operations/form.js';
import { freely, type Operation, type Policy } from '../operations/operation.js';
import { idIn, readAnswers, tidied } from '../operations/read-answers.js';
import type { Asked, Asker, Change } from './change.js';
import { appAt, type Desk, situationOf } from './operation-context.js';
import { corridorBook } from './phrases.js';
import type { Seen } from './seen.js';

/** How long a preview can be confirmed, and how long a request waits for an approver. */
export const openFor = { hours: 24 } as const;
export const openForMs = openFor.hours * 3_600_000;

/** What was asked, with the app as it is: asked of the operation, not decided yet. */
export interface Considered {
  readonly app: App | null;
  /** The app whose id it is about, and its number, as they were read. */
  readonly seen: Seen;
  /** Whatever app a move may be of, as it was read. */
  readonly seenOf: (sdkAppId: number) => Seen;
  /** How many apps had been registered where all apps of an account move together. */
  readonly registrations: number | null;
  readonly form: (draft: Answers) => readonly Field[] | Refusal;
  readonly plan: (answers: Answers) => Plan | Refusal;
  /** The plan with its fees as of another instant. */
  readonly pricedAt: (at: string, plan: Plan) => Plan;
  readonly policy: Policy;
}

const { say } = corridorBook;
const nothing: Seen = { app: null, version: 0 };

interface Asking {
  readonly desk: Desk;
  readonly asker: Asker;
  readonly operation: Operation;
  readonly at: string;
}

/** Gathers what the operation may know about what is asked. Refuses an app that is not there. */
export async function consider(
  db: Reader,
  asking: Asking,
  asked: Omit<Asked, 'operation'> & { readonly seen?: Seen },
): Promise<Considered | Refusal> {
  const { desk, operation, at } = asking;
  const answers = Object.fromEntries(Object.entries(asked.answers).map(([name, text]) => [name, tidied(text)]));
  const sdkAppId = operation.subject === 'new' ? idIn(answers['sdkAppId']) : asked.sdkAppId;
  // The app first: what else is read may be newer than it, and then the write finds out by its version.
  const seen = asked.seen ?? (sdkAppId ? await appAt(db, sdkAppId, at, desk.rules) : nothing);
  const { app } = seen;
  const about = { ...asking, sdkAppId: sdkAppId ?? 0, app: operation.subject === 'app' ? app : null };
  const situation = await situationOf(db, desk, { ...about, answers });
  const { siblings, mode } = situation;
  const read = {
    seen,
    seenOf: (id: number) => siblings.find((it) => it.app.sdkAppId === id) ?? seen,
    registrations: siblings.length > 0 ? (mode?.registrations ?? null) : null,
  };
  if (operation.subject === 'app') {
    if (!app) return { reason: say('unknownApp', { id: String(sdkAppId ?? '') }) };
    const known = { ...situation, app };
    return {
      app,
      ...read,
      form: (draft) => operation.form(known, draft),
      plan: (answers) => unlessRefused(operation.plan(known, answers), (plan) => priced(operation, known, plan)),
      pricedAt: (then, plan) => priced(operation, { ...known, at: then }, plan),
      policy: operation.policy(app, desk.rules),
    };
  }
  const known = { ...situation, taken: app };
  return {
    app: null,
    ...read,
    form: (draft) => operation.form(known, draft),
    plan: (answers) => unlessRefused(operation.plan(known, answers), (plan) => priced(operation, known, plan)),
    pricedAt: (then, plan) => priced(operation, { ...known, at: then }, plan),
    policy: freely,
  };
}

function unlessRefused(plan: Unpriced | Refusal, then: (plan: Unpriced) => Plan): Plan | Refusal {
  return isRefusal(plan) ? plan : then(plan);
}

/** The plan for these answers, after checking them against the form. The answers come back tidied. */
export function decide(considered: Considered, raw: Answers): { plan: Plan; answers: Answers } | Refusal {
  const fields = considered.form(raw);
  if (isRefusal(fields)) return fields;
  const read = readAnswers(fields, raw);
  if (isRefusal(read)) return read;
  const plan = considered.plan(read.answers);
  return isRefusal(plan) ? plan : { plan, answers: read.answers };
}

interface Decided {
  readonly considered: Considered;
  readonly plan: Plan;
  readonly answers: Answers;
  readonly sdkAppId: number;
}

/** A change that proposes what was decided, as it goes on record. */
export function proposal({ operation, asker, at }: Asking, decided: Decided): Change {
  return {
    id: randomUUID(),
    operation: operation.name,
    sdkAppId: decided.sdkAppId,
    state: 'proposed',
    answers: decided.answers,
    before: decided.considered.app,
    agreed: decided.plan,
    policy: decided.considered.policy,
    author: asker.actor,
    reason: null,
    createdAt: at,
    expiresAt: laterBy(at, openForMs),
    decidedBy: null,
    decidedAt: null,
    answer: null,
  };
}

/** The instant so many milliseconds after `at`. */
export function laterBy(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}
