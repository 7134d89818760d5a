import { createRoute, z } from '@hono/zod-openapi';
import type { Actor, Outcome } from '../../changes/change.js';
import { shownPlanOf } from '../../changes/plan-fingerprint.js';
import { findRegistration } from '../../changes/registration.js';
import type { App } from '../../domain/app.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { languages } from '../../i18n/language.js';
import type { FormValues } from '../../operations/change-plan.js';
import type { Rules } from '../../operations/operation.js';
import { rolesOf } from '../../operations/roles.js';
import { appSchema, appView } from '../app-schema.js';
import { Problem, pointerTo, problems } from '../problem.js';
import { type ApiDeps, answers, boundedText, instant, json, type Route, sdkAppId } from '../route.js';

const body = z
  .strictObject({
    sdkAppId,
    name: boundedText(100),
    account: boundedText(100),
    dataCenter: boundedText(60).openapi({ example: 'singapore' }),
    plan: boundedText(60).optional().openapi({ description: 'Without it: the free plan.' }),
    ruleSet: boundedText(60).optional().openapi({ description: 'Without it: by account and data center.' }),
    createdAt: z
      .union([z.iso.date(), instant])
      .optional()
      .openapi({ description: 'When it was created at the vendor: a day of the billing time zone, or an instant.' }),
    addOns: z
      .record(boundedText(60), z.union([z.int(), z.boolean()]))
      .optional()
      .openapi({ description: 'Value-added items; they need `ruleSet` and `plan`.' }),
    channel: boundedText(30).optional().openapi({ description: 'Slack channel for notices.' }),
    language: z.enum(languages).optional(),
  })
  .openapi('NewApp');

type Body = z.output<typeof body>;

const route = createRoute({
  method: 'post',
  path: '/v1/apps',
  summary: 'Register an app that exists at the vendor',
  description: 'The same body again is fine, and answers the app as it is by then.',
  request: { body: json(body) },
  responses: {
    200: answers(appSchema, 'It was registered with the same body before.'),
    201: answers(appSchema, 'It is registered now.'),
    ...problems('invalid-request', 'unauthorized', 'conflict', 'refused', 'too-large', 'internal'),
  },
});

const otherBody = 'The id is taken: an app was registered with another body.';
const notOffered = 'is not offered by this plan under this rule set';
const needBoth = 'need ruleSet and plan beside them';
const busy = 'The records kept changing meanwhile. Try again.';
const attempts = 3;

/** Registers through the corridor, as a person would. */
export const registerRoute: Route = (api, hands) => {
  const { rules } = hands.ctx;
  api.openapi(route, async (c) => {
    const actor: Actor = { id: `api:${c.get('caller')}`, source: 'api', roles: rolesOf(['operator']) };
    const given = c.req.valid('json');
    const answered = answersOf(given, rules);
    const already = await sameApp(hands, actor, answered);
    if (already) return c.json(appView(already, rules), 200);
    const outcome = await registered(hands, actor, answered);
    if (outcome.step === 'refused') {
      // Somebody else may have been faster.
      const meanwhile = await sameApp(hands, actor, answered);
      if (meanwhile) return c.json(appView(meanwhile, rules), 200);
      const detail = hands.translate(outcome.refusal.reason);
      const { field } = outcome.refusal;
      throw new Problem('refused', {
        detail,
        ...(field && { errors: [{ pointer: pointerIn(given, field), detail }] }),
      });
    }
    const app = outcome.step === 'applied' ? outcome.change.agreedPlan.updates[0]?.after : undefined;
    if (!app) throw new Problem('conflict', { detail: busy });
    return c.json(appView(app, rules), 201);
  });
};

/** The app, if it was registered with these answers already; null if the id is free. */
async function sameApp({ ctx, apps }: ApiDeps, actor: Actor, answered: FormValues): Promise<App | null> {
  const before = await findRegistration({ ...ctx, actor }, answered);
  if (before === 'other') throw new Problem('conflict', { detail: otherBody });
  return before === 'same' ? ((await apps.one(Number(answered['sdkAppId'])))?.app ?? null) : null;
}

/** A program has no preview to look at: what it asked for is confirmed as it comes out, should it change meanwhile. */
async function registered({ changes }: ApiDeps, actor: Actor, answered: FormValues): Promise<Outcome> {
  let outcome = await changes.propose(actor, { operation: 'register', sdkAppId: null, values: answered });
  for (let attempt = 0; outcome.step === 'preview' && attempt < attempts; attempt++) {
    outcome = await changes.confirm(actor, shownPlanOf(outcome.change));
  }
  return outcome;
}

/** The answers to the form of the operation. Refuses items that the form would not ask for. */
function answersOf({ addOns = {}, ...given }: Body, { catalogue, calendar }: Rules): FormValues {
  const { plan, ruleSet, createdAt } = given;
  const day = createdAt?.includes('T') ? calendar.dayOf(createdAt) : createdAt;
  const items = Object.entries(addOns);
  if (items.length > 0 && (plan === undefined || catalogue.ruleSets[ruleSet ?? ''] === undefined)) {
    throw new Problem('refused', { errors: [{ pointer: '/addOns', detail: needBoth }] });
  }
  const offered = items.length === 0 ? [] : offersOf(catalogue, ruleSet ?? '', plan ?? '').map(({ item }) => item);
  const wrong = items.filter(([item]) => !offered.includes(item));
  if (wrong.length > 0) {
    const errors = wrong.map(([item]) => ({ pointer: pointerTo(['addOns', item]), detail: notOffered }));
    throw new Problem('refused', { errors });
  }
  const asked = { ...given, sdkAppId: String(given.sdkAppId), createdAt: day };
  return Object.fromEntries([
    ...Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ...items.map(([item, value]) => [item, answerFor(value)]),
  ]);
}

function answerFor(value: number | boolean): string {
  if (value === true) return 'on';
  return value === false ? 'default' : String(value);
}

function pointerIn({ addOns = {} }: Body, field: string): string {
  return pointerTo(Object.hasOwn(addOns, field) ? ['addOns', field] : [field]);
}
