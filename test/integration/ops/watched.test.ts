import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../../src/observability/metrics.js';
import { afterTest } from '../../support/databases.js';
import { allWell } from '../../support/noop-metrics.js';

const read = (name: string) => readFileSync(new URL(`../../../ops/${name}`, import.meta.url), 'utf8');

const alerts = z
  .object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^Imapp[A-Za-z]+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smh]$/)
              .optional(),
            labels: z.object({ severity: z.enum(['critical', 'warning']) }),
            annotations: z.object({ summary: z.string(), description: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('alerts.yaml')));
const rules = alerts.groups.flatMap((group) => group.rules);

const dashboard = z
  .object({
    title: z.string(),
    schemaVersion: z.int(),
    templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
    panels: z.array(
      z.object({
        id: z.int(),
        type: z.enum(['stat', 'timeseries']),
        title: z.string(),
        gridPos: z.object({ x: z.int(), y: z.int(), w: z.int().max(24), h: z.int() }),
        targets: z.array(z.object({ refId: z.string(), expr: z.string() })).min(1),
      }),
    ),
  })
  .parse(JSON.parse(read('grafana-dashboard.json')));

/** Every metric with the labels that it may bear: as the bot declares them. */
async function exported(): Promise<ReadonlyMap<string, string>> {
  const signs = {
    auditHead: 1,
    pendingApprovals: 1,
    messages: { pending: 0, oldestAge: 0 },
    tasks: [],
    scheduledRuns: [],
  };
  const { routes } = createMetrics({ healthStats: async () => signs, checkDatabase: async () => {}, state: allWell });
  const server = createServer((request, response) => routes['/metrics']?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => void server.close().closeAllConnections());
  const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)).text();
  return new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
}

/** Prometheus's own, about whether it could read the metrics. */
const its = ['up'];

/** The names of metrics in an expression: what stands neither before a bracket, in braces, nor after `by`. */
function metricsIn(expr: string): readonly string[] {
  const bare = expr.replace(/\{[^}]*\}|\[[^\]]*\]|\b(?:by|on|without)\s*\([^)]*\)/g, ' ');
  const words = [...bare.matchAll(/[a-z_][a-z0-9_]*(?!\w|\s*\()/gi)].map(([word]) => word);
  return words.filter((word) => !['and', 'or', 'unless', 'bool'].includes(word));
}

describe('alerts and dashboard', () => {
  const all = [
    ...rules.map(({ alert, expr }) => ({ where: `alert ${alert}`, expr })),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: `panel ${title}`, expr }))),
  ];

  test.each(all)('$where uses only exported metrics', async ({ expr }) => {
    const types = await exported();
    const metrics = metricsIn(expr);
    expect(metrics).not.toEqual([]);
    for (const metric of metrics.filter((name) => !its.includes(name))) {
      const base = metric.replace(/_(bucket|count|sum)$/, '');
      const known = types.has(metric) || types.get(base) === 'histogram';
      expect(known, metric).toBe(true);
      const rises = types.get(metric) === 'counter' || types.get(base) === 'histogram';
      expect(/\b(rate|increase)\(/.test(expr), `${metric}: rates are of what only rises`).toBe(rises);
    }
  });

  test('every exported metric is used', async () => {
    const looked = new Set(
      all.flatMap(({ expr }) => metricsIn(expr)).map((name) => name.replace(/_(bucket|count)$/, '')),
    );
    const ours = [...(await exported()).keys()].filter((name) => name.startsWith('imapp_'));
    expect(ours.filter((name) => !looked.has(name))).toEqual([]);
  });

  test('brackets are balanced, and panels do not overlap', () => {
    for (const { where, expr } of all)
      for (const [open, close] of ['()', '{}', '[]'])
        expect(expr.split(open ?? '').length, where).toBe(expr.split(close ?? '').length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  test('alert names are unique', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});
