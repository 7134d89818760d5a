import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { healthStats } from '../../../src/database/queries/health-stats.js';
import type { HealthStats } from '../../../src/observability/health-stats.js';
import { createMetrics } from '../../../src/observability/metrics.js';
import { settings, startBotInWorkspace } from '../../support/bot.js';
import { afterTest, databases } from '../../support/databases.js';
import { scrapeMetrics, sumOf } from '../../support/metrics.js';
import { allWell } from '../../support/noop-metrics.js';
import { createTestService, registrationOf } from '../../support/service.js';

const well: HealthStats = {
  auditHead: 7,
  pendingApprovals: 2,
  messages: { pending: 3, oldestAge: 61.5 },
  tasks: [
    { task: 'change-updated', waiting: 3, permanentlyFailed: 1 },
    { task: 'expire-requests', waiting: 1, permanentlyFailed: 0 },
  ],
  scheduledRuns: [{ task: 'log-audit-head', lastRunAt: 1_795_219_200 }],
};

async function served(signs: () => Promise<HealthStats>) {
  const metrics = createMetrics({ healthStats: signs, checkDatabase: async () => {}, state: allWell });
  const server = createServer((request, response) => metrics.routes['/metrics']?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => void server.close().closeAllConnections());
  return { ...metrics, read: () => scrapeMetrics((server.address() as AddressInfo).port) };
}

describe('/metrics', () => {
  test('exports the counters', async () => {
    const { metrics, read } = await served(async () => well);
    metrics.acknowledged('command', 0.02);
    metrics.acknowledged('command', 2.5);
    metrics.outcome({ source: 'slack', operation: 'upgrade', step: 'applied' });
    metrics.failed('slack');
    metrics.message('posted');
    metrics.job('change-updated', 'failed');
    metrics.checked('allowed');
    metrics.checked('allowed');
    const samples = await read();
    expect(sumOf(samples, 'imapp_ack_seconds_count', { kind: 'command' })).toBe(2);
    expect(sumOf(samples, 'imapp_ack_seconds_bucket', { kind: 'command', le: '2' })).toBe(1);
    expect(sumOf(samples, 'imapp_outcomes_total', { operation: 'upgrade', outcome: 'applied', source: 'slack' })).toBe(
      1,
    );
    expect(sumOf(samples, 'imapp_failures_total', { source: 'slack' })).toBe(1);
    expect(sumOf(samples, 'imapp_messages_total', { result: 'posted' })).toBe(1);
    expect(sumOf(samples, 'imapp_jobs_total', { task: 'change-updated', result: 'failed' })).toBe(1);
    expect(sumOf(samples, 'imapp_checks_total', { verdict: 'allowed' })).toBe(2);
    expect(sumOf(samples, 'imapp_build_info', { version: '0.1.0' })).toBe(1);
    expect(sumOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  test('exports the gauges of the database', async () => {
    const { read } = await served(async () => well);
    const samples = await read();
    expect(sumOf(samples, 'imapp_database_up')).toBe(1);
    expect(sumOf(samples, 'imapp_slack_up')).toBe(1);
    expect(sumOf(samples, 'imapp_messages_pending')).toBe(3);
    expect(sumOf(samples, 'imapp_messages_oldest_age_seconds')).toBe(61.5);
    expect(sumOf(samples, 'imapp_jobs_waiting')).toBe(4);
    expect(sumOf(samples, 'imapp_jobs_permanently_failed', { task: 'change-updated' })).toBe(1);
    expect(sumOf(samples, 'imapp_cron_last_run_timestamp_seconds', { task: 'log-audit-head' })).toBe(1_795_219_200);
    expect(sumOf(samples, 'imapp_approvals_pending')).toBe(2);
    expect(sumOf(samples, 'imapp_audit_head')).toBe(7);
  });

  test('queries the database once for concurrent scrapes', async () => {
    let asked = 0;
    const { read } = await served(async () => {
      asked += 1;
      return well;
    });
    await Promise.all([read(), read(), read()]);
    await read();
    expect(asked).toBe(1);
  });

  test.each<[string, () => Promise<HealthStats>]>([
    ['fails', () => Promise.reject(new Error('gone'))],
    ['does not answer', () => new Promise(() => {})],
  ])('while the database %s, only imapp_database_up is exported of its gauges', async (_how, signs) => {
    const { read } = await served(signs);
    const samples = await read();
    expect(sumOf(samples, 'imapp_database_up')).toBe(0);
    for (const gauge of [
      'messages_pending',
      'messages_oldest_age_seconds',
      'approvals_pending',
      'audit_head',
      'jobs_waiting',
    ])
      expect(sumOf(samples, `imapp_${gauge}`), gauge).toBeUndefined();
  });
});

describe.each(databases)('health stats of the $name database', ({ fresh }) => {
  test('count waiting jobs, permanently failed jobs, messages and audit rows', async () => {
    const database = await fresh();
    const { register } = createTestService(database, '2026-11-21T03:00:00.000Z');
    expect(await healthStats(database.prisma)).toEqual({
      auditHead: 0,
      pendingApprovals: 0,
      messages: { pending: 0, oldestAge: 0 },
      tasks: [],
      scheduledRuns: [],
    });
    for (const app of Object.values(registrationOf)) await register(app);
    await database.prisma.$executeRaw`
      INSERT INTO message (id, recipient, kind, language, created_at) VALUES (gen_random_uuid(), 'C1', 'limit-threshold', 'en', now() - interval '90 s')`;
    await database.prisma.$executeRaw`
      UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs)`;
    const signs = await healthStats(database.prisma);
    expect(signs).toMatchObject({
      auditHead: 3,
      pendingApprovals: 0,
      tasks: [{ task: 'change-updated', waiting: 2, permanentlyFailed: 1 }],
    });
    expect(signs.messages.pending).toBe(1);
    expect(signs.messages.oldestAge).toBeGreaterThanOrEqual(90);
    expect(signs.messages.oldestAge).toBeLessThan(150);
  });
});

describe.each(settings)('metrics of a running bot, over $name', (how) => {
  test('count outcomes by operation, and have no label of an app or a user', async () => {
    const { ann, bot } = await startBotInWorkspace(how);
    await ann.types('/imapp register 1400000001');
    await ann.modal('Register');
    await ann.submits({ Name: 'shop', Account: 'acme', 'Data center': 'Singapore' });
    await ann.sees('Nothing has been done yet', 'modal');
    await ann.submits();
    await ann.sees('is registered', 'modal');
    const samples = await scrapeMetrics(bot.port);
    const count = (outcome: string) =>
      sumOf(samples, 'imapp_outcomes_total', { source: 'slack', operation: 'register', outcome });
    expect([count('form'), count('preview'), count('applied')]).toEqual([1, 1, 1]);
    expect(sumOf(samples, 'imapp_ack_seconds_count', { kind: 'command' })).toBe(1);
    expect(sumOf(samples, 'imapp_ack_seconds_count', { kind: 'view_submission' })).toBe(2);
    expect(sumOf(samples, 'imapp_audit_head')).toBe(1);
    const labels = JSON.stringify(samples.map((it) => it.labels));
    for (const particular of ['1400000001', 'shop', 'acme', 'U00000ANN']) expect(labels).not.toContain(particular);
    await expect
      .poll(async () => sumOf(await scrapeMetrics(bot.port), 'imapp_messages_total', { result: 'posted' }))
      .toBe(1);
    await expect
      .poll(async () => sumOf(await scrapeMetrics(bot.port), 'imapp_jobs_total', { task: 'change-updated' }))
      .toBe(1);
  });
});
