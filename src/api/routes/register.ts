import { createRoute, z } from '@hono/zod-openapi';
import type { Actor, Outcome } from '../../changes/change.js';
import { shownPlanOf } from '../../changes/plan-fingerprint.js';
import { findRegistration } from '../../changes/registration.js';
import { type App, appStates, maxTags } from '../../domain/app.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { withCurrentState } from '../../domain/states.js';
import { languages } from '../../i18n/language.js';
import type { FormValues } from '../../operations/change-plan.js';
import type { Rules } from '../../operations/operation.js';
import { rolesOf } from '../../operations/roles.js';
import { maxTagLength } from '../../operations/tags.js';
import { appSchema, appView } from '../app-schema.js';
import { Problem, pointerTo, problems } from '../problem.js';
import { type ApiDeps, boundedText, instant, jsonBody, jsonResponse, type Route, sdkAppId } from '../route.js';

const dayOrInstant = z.union([z.iso.date(), instant]);

const body = z
  .strictObject({
    sdkAppId,
    name: boundedText(100),
    account: boundedText(100),
    dataCenter: boundedText(60).openapi({ example: 'singapore' }),
    plan: boundedText(60).optional().openapi({ description: 'Without it: the free plan.' }),
    ruleSet: boundedText(60).optional().openapi({ description: 'Without it: by account and data center.' }),
    createdAt: dayOrInstant
      .optional()
      .openapi({ description: 'When it was created at the vendor: a day of the billing time zone, or an instant.' }),
    addOns: z
      .record(boundedText(60), z.union([z.int(), z.boolean()]))
      .optional()
      .openapi({ description: 'Value-added items; they need `ruleSet` and `plan`.' }),
    heldSince: dayOrInstant.optional().openapi({
      description:
        'Since when plan and items are held; the month of registration is charged by it. Without it: createdAt.',
    }),
    validUntil: dayOrInstant.optional().openapi({
      description:
        'The end that the vendor’s console shows, for a plan that ends. Without it: whole months from createdAt, up to the first end that is not past.',
    }),
    state: z.enum(appStates).optional().openapi({ description: 'Checked against the dates, from which it follows.' }),
    disabledAt: dayOrInstant.optional().openapi({ description: 'Of an app that is disabled already.' }),
    owner: boundedText(30)
      .optional()
      .openapi({ description: 'The id of the Slack user or user group responsible for it.' }),
    tags: z.array(boundedText(maxTagLength)).max(maxTags).optional(),
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
  request: { body: jsonBody(body) },
  responses: {
    200: jsonResponse(appSchema, 'It was registered with the same body before.'),
    201: jsonResponse(appSchema, 'It is registered now.'),
    ...problems(
      'invalid-request',
      'unauthorized',
      'too-many-requests',
      'conflict',
      'refused',
      'too-large',
      'internal',
      'unavailable',
    ),
  },
});

const differentBody = 'The id is taken: an app was registered with another body.';
const notOffered = 'is not offered by this plan under this rule set';
const needBoth = 'need ruleSet and plan beside them';
const tooManyConflicts = 'The records kept changing meanwhile. Try again.';
const maxAttempts = 3;

/** Registers through the change service, like a user in Slack. */
export const registerRoute: Route = (api, deps) => {
  const { rules } = deps.ctx;
  api.openapi(route, async (c) => {
    const actor: Actor = { id: `api:${c.get('caller')}`, source: 'api', roles: rolesOf(['operator']) };
    const newApp = c.req.valid('json');
    const values = formValuesOf(newApp, rules);
    const existing = await findSameApp(deps, actor, values);
    if (existing) return c.json(appView(existing, rules), 200);
    const outcome = await register(deps, actor, values);
    if (outcome.step === 'refused') {
      // A concurrent request may have registered it.
      const registeredMeanwhile = await findSameApp(deps, actor, values);
      if (registeredMeanwhile) return c.json(appView(registeredMeanwhile, rules), 200);
      const detail = deps.translate(outcome.refusal.reason);
      const { field } = outcome.refusal;
      throw new Problem('refused', {
        detail,
        ...(field && { errors: [{ pointer: pointerToField(newApp, field), detail }] }),
      });
    }
    const app = outcome.step === 'applied' ? outcome.change.agreedPlan.updates[0]?.after : undefined;
    if (!app) throw new Problem('conflict', { detail: tooManyConflicts });
    return c.json(appView(withCurrentState(app, deps.ctx.now().toISOString(), rules), rules), 201);
  });
};

/** The app if it was registered with the same values; null if the id is free. Throws if it is taken. */
async function findSameApp({ ctx, apps }: ApiDeps, actor: Actor, values: FormValues): Promise<App | null> {
  const registration = await findRegistration({ ...ctx, actor }, values);
  if (registration === 'other') throw new Problem('conflict', { detail: differentBody });
  return registration === 'same' ? ((await apps.one(Number(values['sdkAppId'])))?.app ?? null) : null;
}

/** Confirms every preview, because a program has none to check: the plan may change between proposal and confirmation. */
async function register({ changes }: ApiDeps, actor: Actor, values: FormValues): Promise<Outcome> {
  let outcome = await changes.propose(actor, { operation: 'register', sdkAppId: null, values });
  for (let attempt = 0; outcome.step === 'preview' && attempt < maxAttempts; attempt++) {
    outcome = await changes.confirm(actor, shownPlanOf(outcome.change));
  }
  return outcome;
}

/** The body as form values of the operation. Throws for items that the form would not offer. */
function formValuesOf({ addOns = {}, tags, ...newApp }: Body, { catalogue, calendar }: Rules): FormValues {
  const { plan, ruleSet, createdAt } = newApp;
  const day = createdAt?.includes('T') ? calendar.dayOf(createdAt) : createdAt;
  const items = Object.entries(addOns);
  if (items.length > 0 && (plan === undefined || catalogue.ruleSets[ruleSet ?? ''] === undefined)) {
    throw new Problem('refused', { errors: [{ pointer: '/addOns', detail: needBoth }] });
  }
  const offered = items.length === 0 ? [] : offersOf(catalogue, ruleSet ?? '', plan ?? '').map(({ item }) => item);
  const notOfferedItems = items.filter(([item]) => !offered.includes(item));
  if (notOfferedItems.length > 0) {
    const errors = notOfferedItems.map(([item]) => ({ pointer: pointerTo(['addOns', item]), detail: notOffered }));
    throw new Problem('refused', { errors });
  }
  const fields = { ...newApp, sdkAppId: String(newApp.sdkAppId), createdAt: day, tags: tags?.join(' ') };
  return Object.fromEntries([
    ...Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ...items.map(([item, value]) => [item, formValue(value)]),
  ]);
}

function formValue(value: number | boolean): string {
  if (value === true) return 'on';
  return value === false ? 'default' : String(value);
}

function pointerToField({ addOns = {} }: Body, field: string): string {
  return pointerTo(Object.hasOwn(addOns, field) ? ['addOns', field] : [field]);
}
