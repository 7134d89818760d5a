import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { databases } from '../../support/databases.js';
import { createHarness } from './harness.js';

interface Operation {
  readonly summary?: string;
  readonly security?: unknown[];
  readonly requestBody?: { content: Record<string, { schema: object }>; required: boolean };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

test('OpenAPI document: describes every route, and its schemas resolve', async () => {
  const [embedded] = databases;
  if (!embedded) throw new Error('no database');
  const api = await createHarness(await embedded.fresh());
  const { body } = await api.get('/v1/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(body.components.securitySchemes).toEqual({ token: { type: 'http', scheme: 'bearer' } });
  expect(body.security).toEqual([{ token: [] }]);
  const routes = Object.entries<Record<string, Operation>>(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ route: `${method} ${path}`, operation })),
  );
  expect(routes.map(({ route }) => route).sort()).toEqual([
    'get /v1/apps',
    'get /v1/apps/{id}',
    'get /v1/apps/{id}/statement',
    'get /v1/openapi.json',
    'patch /v1/apps/{id}',
    'post /v1/apps',
    'post /v1/check',
    'post /v1/imports',
    'post /v1/refusals',
    'post /v1/usage',
    'post /v1/vendor/tencent',
    'put /v1/apps/{id}/readings/{metric}/{day}',
  ]);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'https://example.com/document', ...body });
  const compiles = (schema: object) => {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"https://example.com/document#/components');
    expect(ajv.compile(JSON.parse(text))).toBeTypeOf('function');
  };
  for (const { route, operation } of routes) {
    expect(operation.summary, route).toBeTruthy();
    expect(operation.responses['200']?.content?.['application/json'], route).toBeDefined();
    const answers = Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {}));
    for (const { schema } of [...answers, ...Object.values(operation.requestBody?.content ?? {})]) compiles(schema);
    if (route.startsWith('post')) expect(operation.requestBody?.required).toBe(true);
    if (route !== 'post /v1/vendor/tencent') expect(Object.keys(operation.responses)).toContain('401');
  }
  expect(body.paths['/v1/vendor/tencent'].post.security).toEqual([]);
});

test('docs/api/openapi.json is this document: npm run openapi writes it', async () => {
  const [embedded] = databases;
  if (!embedded) throw new Error('no database');
  const api = await createHarness(await embedded.fresh());
  const { body } = await api.get('/v1/openapi.json');
  await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot('../../../docs/api/openapi.json');
});

test('OpenAPI document: responses match their schemas', async () => {
  const [embedded] = databases;
  if (!embedded) throw new Error('no database');
  const api = await createHarness(await embedded.fresh());
  const id = await api.register({});
  const { body: document } = await api.get('/v1/openapi.json');
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'https://example.com/document', ...document });
  const fits = (pointer: string, value: unknown) => {
    const valid = ajv.validate({ $ref: `https://example.com/document#/${pointer}` }, value);
    expect(valid ? null : ajv.errors, pointer).toBeNull();
  };
  const of = (path: string, method: string, status: number) =>
    `paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}/content/application~1json/schema`;
  fits(of('/v1/apps', 'get', 200), (await api.get('/v1/apps')).body);
  fits(of('/v1/apps/{id}', 'get', 200), (await api.get(`/v1/apps/${id}`)).body);
  const question = { sdkAppId: id, metric: 'avChatRooms', current: 10, asked: 1 };
  fits(of('/v1/check', 'post', 200), (await api.post('/v1/check', question)).body);
  fits('components/schemas/Problem', (await api.post('/v1/check', {})).body);
  fits('components/schemas/Problem', (await api.post('/v1/check', { ...question, sdkAppId: 404 })).body);
});
