import { createRoute, z } from '@hono/zod-openapi';
import type { Actor } from '../../changes/change.js';
import { findRegistration } from '../../changes/registration.js';
import { type App, appStates, maxTags } from '../../domain/app.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { withCurrentState } from '../../domain/states.js';
import { languages } from '../../i18n/language.js';
import type { FormValues } from '../../operations/change-plan.js';
import type { Rules } from '../../operations/operation.js';
import { maxTagLength } from '../../operations/tags.js';
import { appSchema, appView } from '../app-schema.js';
import { applyOperation, programActor } from '../apply-operation.js';
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

/** Registers through the change service, like a user in Slack. */
export const registerRoute: Route = (api, deps) => {
  const { rules } = deps.ctx;
  api.openapi(route, async (c) => {
    const actor = programActor(c.get('caller'));
    const newApp = c.req.valid('json');
    const values = formValuesOf(newApp, rules);
    const existing = await findSameApp(deps, actor, values);
    if (existing) return c.json(appView(existing, rules), 200);
    try {
      const request = { operation: 'register', sdkAppId: null, values };
      const change = await applyOperation(deps, actor, request, (field) => pointerToField(newApp, field));
      const [update] = change?.agreedPlan.updates ?? [];
      if (!update) throw new Error(`The registration of ${newApp.sdkAppId} registers nothing.`);
      const app = withCurrentState(update.after, deps.ctx.now().toISOString(), rules);
      return c.json(appView(app, rules), 201);
    } catch (error) {
      // A concurrent request may have registered it.
      const registeredMeanwhile = error instanceof Problem && (await findSameApp(deps, actor, values));
      if (registeredMeanwhile) return c.json(appView(registeredMeanwhile, rules), 200);
      throw error;
    }
  });
};

/** The app if it was registered with the same values; null if the id is free. Throws if it is taken. */
async function findSameApp({ ctx, apps }: ApiDeps, actor: Actor, values: FormValues): Promise<App | null> {
  const registration = await findRegistration({ ...ctx, actor }, values);
  if (registration === 'other') throw new Problem('conflict', { detail: differentBody });
  return registration === 'same' ? ((await apps.one(Number(values['sdkAppId'])))?.app ?? null) : null;
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
