import { z } from '@hono/zod-openapi';
import { type App, appStates, type Configuration } from '../domain/app.js';
import { offersOf } from '../domain/entitlements/add-ons.js';
import { changeAllowances } from '../domain/entitlements/change-allowance.js';
import { hasFeature, limitsOf } from '../domain/entitlements/entitlement-check.js';
import { purgeAt } from '../domain/states.js';
import type { Rules } from '../operations/operation.js';
import { instant, sdkAppId } from './route.js';

/** An app in a list. Instants are in UTC. */
export const appSchema = z
  .object({
    sdkAppId,
    name: z.string(),
    account: z.string(),
    dataCenter: z.string(),
    ruleSet: z.string(),
    plan: z.string(),
    addOns: z
      .record(z.string(), z.union([z.int(), z.literal(true)]))
      .openapi({ description: 'Value-added items held above the plan’s default.' }),
    state: z.enum(appStates),
    validUntil: instant.nullable().openapi({ description: 'End of validity; null where the plan has none.' }),
    disabledAt: instant.nullable(),
    purgedAt: instant.nullable().openapi({ description: 'From when on a disabled app is gone for ever.' }),
    owner: z.string().nullable().openapi({ description: 'The id of the Slack user or user group responsible for it.' }),
    tags: z.array(z.string()),
    channel: z.string().nullable(),
    language: z.string().nullable(),
    createdAt: instant,
    heldSince: instant
      .nullable()
      .openapi({ description: 'Since when the present plan and items are held, where it is known.' }),
    registeredAt: instant.nullable().openapi({ description: 'Since when it is in care here, where it is known.' }),
    retiredAt: instant.nullable().openapi({ description: 'Since when it is out of care; null: it is in care.' }),
  } satisfies Record<Exclude<keyof App, 'validity'> | 'validUntil' | 'purgedAt', z.ZodType>)
  .openapi('App');

/** An app in full. */
export const fullAppSchema = appSchema
  .extend({
    items: z
      .array(
        z.object({
          item: z.string(),
          held: z.union([z.int(), z.literal(true)]).nullable(),
          options: z.array(z.int()),
        }),
      )
      .openapi({ description: 'What the plan offers of value-added items. Held: null is the plan’s default.' }),
    limits: z.record(z.string(), z.int().nullable()).openapi({ description: 'By metric; null is without limit.' }),
    features: z.array(z.string()),
    changes: z
      .array(
        z.object({
          item: z.string(),
          allowed: z.boolean(),
          from: instant.nullable(),
          putBackTo: z
            .union([z.int(), z.literal(true), z.literal('default')])
            .nullable()
            .openapi({ description: 'What it may be put back to already now; `default`: the plan’s default.' }),
        }),
      )
      .openapi({ description: 'Whether the plan and each item may be changed now, and if not, from when on.' }),
  })
  .openapi('FullApp');

/** The app as JSON. Its `state` must be current. */
export function appView({ validity, ...app }: App, rules: Rules): z.output<typeof appSchema> {
  return {
    ...app,
    addOns: { ...app.addOns },
    tags: [...app.tags],
    validUntil: validity?.until ?? null,
    purgedAt: purgeAt({ ...app, validity }, rules),
  };
}

/** The app with what follows from its plan and history at the instant `at`. */
export function fullAppView(
  { app, history }: { readonly app: App; readonly history: readonly Configuration[] },
  rules: Rules,
  at: string,
): z.output<typeof fullAppSchema> {
  const { catalogue } = rules;
  const offers = offersOf(catalogue, app.ruleSet, app.plan);
  return {
    ...appView(app, rules),
    items: offers.map(({ item, options }) => ({ item, held: app.addOns[item] ?? null, options: [...options] })),
    limits: Object.fromEntries(limitsOf(catalogue, app).map(({ id, limit }) => [id, limit])),
    features: Object.keys(catalogue.features).filter((feature) => hasFeature(catalogue, app, feature)),
    changes: changeAllowances({ app, history }, { ...rules, at }).map(({ item, allowance }) => ({
      item,
      allowed: allowance.mayChange === 'freely',
      from: allowance.mayChange === 'freely' ? null : allowance.again,
      putBackTo: allowance.mayChange === 'back' ? (allowance.to ?? 'default') : null,
    })),
  };
}
