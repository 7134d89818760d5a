import type { Need, Needs } from '../../src/changes/needs.js';
import type { Change, ChangeState, Outcome } from '../../src/changes/outcome.js';
import type { Overview } from '../../src/changes/overview.js';
import type { App } from '../../src/imapp/app.js';
import type { Pressure } from '../../src/imapp/pressure.js';
import { priced } from '../../src/operations/fees.js';
import { operations } from '../../src/operations/index.js';
import {
  type Answers,
  freely,
  isRefusal,
  type Knowledge,
  type Operation,
  type Plan,
} from '../../src/operations/operation.js';
import { rolesOf } from '../../src/operations/roles.js';
import { rules } from '../support/desk.js';

export const at = '2026-11-21T03:00:00.000Z';
export const later = '2026-11-22T03:00:00.000Z';

/** A paid app under the rules that know no way back. */
export const shop: App = {
  sdkAppId: 1_400_000_003,
  name: 'shop',
  account: 'acme',
  dataCenter: 'tokyo',
  ruleSet: 'legacy-monthly',
  plan: 'legacy.pro',
  addOns: { maxGroupsPerUser: 1000 },
  state: 'active',
  validity: null,
  disabledAt: null,
  channel: 'CSHOP',
  language: 'ko',
  createdAt: '2021-05-01T00:00:00.000Z',
};

/** An app on the developer edition, whose validity ends in three days. */
export const pilot: App = {
  ...shop,
  sdkAppId: 1_400_000_001,
  name: 'pilot',
  dataCenter: 'singapore',
  ruleSet: 'current',
  plan: 'current.developer',
  addOns: {},
  validity: { anchor: '2026-10-24T00:00:00.000Z', months: 1, until: '2026-11-24T00:00:00.000Z' },
  channel: null,
  language: null,
};

export function operation(name: string): Operation {
  const found = operations.find((it) => it.name === name);
  if (!found) throw new Error(`No operation ${name}.`);
  return found;
}

function situation(known: Partial<Knowledge> = {}) {
  const nothing = {
    history: [],
    events: [],
    open: [],
    apps: { found: [], total: 0 },
    mode: null,
    siblings: [],
    operations: [],
    readings: [],
    days: [],
    bill: { closed: false, frozen: null, peaks: [] },
  };
  return { ...nothing, rules, at, roles: rolesOf(['admin']), taken: null, ...known };
}

/** What the operation would do to the app, or answer. Throws where it refuses. */
export function planOf(name: string, app: App, answers: Answers = {}, known: Partial<Knowledge> = {}): Plan {
  const it = operation(name);
  const about = situation(known);
  const unpriced = it.subject === 'app' ? it.plan({ ...about, app }, answers) : it.plan(about, answers);
  if (isRefusal(unpriced)) throw new Error(`${name} is refused: ${unpriced.reason.key}`);
  return priced(it, about, unpriced);
}

export function fieldsOf(name: string, app: App, draft: Answers = {}) {
  const it = operation(name);
  const about = situation();
  const fields = it.subject === 'app' ? it.form({ ...about, app }, draft) : it.form(about, draft);
  if (isRefusal(fields)) throw new Error(`${name} is refused: ${fields.reason.key}`);
  return fields;
}

/** A change as it stands on record. */
export function change(name: string, app: App, over: Partial<Change> = {}): Change {
  const it = operation(name);
  return {
    id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    operation: name,
    sdkAppId: app.sdkAppId,
    state: 'proposed',
    answers: {},
    before: app,
    agreed: planOf(name, app, over.answers),
    policy: it.subject === 'app' ? it.policy(app, rules) : freely,
    author: 'UKIM',
    reason: null,
    createdAt: at,
    expiresAt: later,
    decidedBy: null,
    decidedAt: null,
    answer: null,
    ...over,
  };
}

/** A request to disable, as it stands after having been asked for. */
export function request(state: ChangeState, over: Partial<Change> = {}): Change {
  const decided = state === 'awaiting' ? {} : { decidedBy: 'UPARK', decidedAt: later };
  const answer = state === 'declined' ? { answer: 'not before the holidays' } : {};
  return change('disable', shop, { state, reason: 'the contract ended', ...decided, ...answer, ...over });
}

/** An outcome of this step. */
export function outcome(step: 'preview' | 'awaiting' | 'applied' | 'declined' | 'settled', it: Change): Outcome {
  return step === 'preview'
    ? { step, operation: operation(it.operation), change: it, moved: false }
    : { step, operation: operation(it.operation), change: it };
}

const reading = { metric: 'contactsPerUser', day: '2026-11-21', at, value: 2_950, subject: 'alice' };
const label = rules.catalogue.metrics['contactsPerUser']?.label ?? { en: '', ko: '', zh: '' };
export const pressure: Pressure = { ...reading, label, limit: 3000, percent: 98 };

export const remedy = { operation: 'configure', draft: { plan: 'legacy.flagship' } };

/** A Home tab as full as it gets: every kind of need with as many as are told, and a whole page of apps in between others. */
export function crowded(named: { shop: App; pilot: App }): Overview {
  const requests = Array.from(
    { length: 5 },
    (): Need => ({ kind: 'approval', change: request('awaiting', { before: named.shop }) }),
  );
  const three = (need: Need) => [need, need, need];
  const kind = (first: readonly Need[]): Needs => ({ kind: first[0]?.kind ?? 'limit', first, more: true });
  return {
    needs: [
      kind(requests),
      kind(three({ kind: 'limit', app: named.shop, pressure, beyond: 'refused', remedy })),
      kind(three({ kind: 'ending', app: named.pilot, at })),
      kind(three({ kind: 'suspended', app: { ...named.pilot, state: 'suspended' }, at })),
      kind(three({ kind: 'going', app: { ...named.shop, state: 'disabled', disabledAt: at }, at: later })),
    ],
    listed: Array.from({ length: 20 }, (_, i) => ({
      app: { ...(i % 2 === 0 ? named.shop : named.pilot), sdkAppId: i + 1 },
      pressure,
      likely: remedy,
    })),
    more: true,
    total: 12_345,
    page: 3,
    catalogue: rules.catalogue,
  };
}
