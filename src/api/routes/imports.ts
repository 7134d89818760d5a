import { createRoute, z } from '@hono/zod-openapi';
import { planImport } from '../../changes/plan-import.js';
import { maxImportedApps } from '../../operations/import-file.js';
import { applyOperation, programActor } from '../apply-operation.js';
import { Problem, problems } from '../problem.js';
import { jsonBody, jsonResponse, type Route } from '../route.js';

const maxCsvLength = 1_000_000;

const body = z
  .strictObject({
    csv: z.string().max(maxCsvLength).optional().openapi({
      description: 'CSV with a header; its columns are the fields of `NewApp` and the value-added items.',
    }),
    apps: z
      .array(z.looseObject({}))
      .max(maxImportedApps)
      .optional()
      .openapi({ description: 'The same as a list. Exactly one of `csv` and `apps`.' }),
    dryRun: z.boolean().default(false).openapi({ description: 'Only say what would become of each row.' }),
    rows: z
      .enum(['good', 'all'])
      .default('good')
      .openapi({ description: 'If rows are refused: `good` imports the others, `all` imports nothing.' }),
  })
  .openapi('Import');

const result = z
  .object({
    imported: z.int().openapi({ description: 'How many apps were registered.' }),
    rows: z.array(
      z.object({
        line: z.int().openapi({ description: 'From 1, without the header.' }),
        sdkAppId: z.string(),
        name: z.string(),
        outcome: z.enum(['new', 'same', 'differs', 'refused']).openapi({
          description: 'As it was before. Only new apps are registered: an import changes nothing that is there.',
        }),
        fields: z.array(z.string()).openapi({ description: 'The fields that differ, or that are refused.' }),
        reason: z.string().optional(),
      }),
    ),
  })
  .openapi('ImportResult');

const route = createRoute({
  method: 'post',
  path: '/v1/imports',
  summary: 'Register up to 1,000 apps that exist at the vendor',
  description: 'Sent again it changes nothing. Each row is judged by itself.',
  request: { body: jsonBody(body) },
  responses: {
    200: jsonResponse(result, 'What became of each row.'),
    ...problems(
      'invalid-request',
      'unauthorized',
      'conflict',
      'refused',
      'too-large',
      'too-many-requests',
      'internal',
      'unavailable',
    ),
  },
});

/** Imports through the change service, like a user in Slack. */
export const importsRoute: Route = (api, deps) => {
  api.openapi(route, async (c) => {
    const { csv, apps, dryRun, rows } = c.req.valid('json');
    if ((csv === undefined) === (apps === undefined)) {
      const detail = 'exactly one of csv and apps is needed';
      throw new Problem('invalid-request', { errors: [{ pointer: '', detail }] });
    }
    const pointer = csv === undefined ? '/apps' : '/csv';
    const file = csv ?? JSON.stringify(apps);
    const planned = await planImport(deps.ctx, file);
    if ('reason' in planned) {
      const detail = deps.translate(planned.reason);
      throw new Problem('refused', { detail, errors: [{ pointer, detail }] });
    }
    const request = { operation: 'import', sdkAppId: null, values: { file, rows } };
    const change = dryRun ? null : await applyOperation(deps, programActor(c.get('caller')), request, () => pointer);
    const outcomes = planned.rows.map(({ line, id: sdkAppId, name, outcome, fields, why }) => ({
      ...{ line, sdkAppId, name, outcome, fields: [...fields] },
      ...(why && { reason: deps.translate(why) }),
    }));
    return c.json({ imported: change?.agreedPlan.updates.length ?? 0, rows: outcomes }, 200);
  });
};
