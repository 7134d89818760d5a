import type { Workspace } from '@imapp/slack-emulator';
import { expect } from 'vitest';
import { auditRows, verifyChain } from '../../src/database/audit-chain.js';
import type { Database } from '../../src/database/client.js';
import { type Acknowledged, eventually } from './load.js';

/**
 * Whatever faults there were: the audit chain is intact; each change was applied once or not at all, in accordance with
 * its state; an app's version is the number of its configurations, and each of them has its audit event.
 */
export async function expectConsistentRecords({ prisma }: Database): Promise<void> {
  expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true });
  const lines = await prisma.auditEvent.findMany({ orderBy: { seq: 'asc' } });
  const done = lines.filter(({ action }) => /\.(applied|approved)$/.test(action));
  const twice = duplicates(lines.map(({ changeId, action, sdkAppId }) => `${changeId} ${action} ${sdkAppId}`));
  expect(twice.filter((line) => !line.startsWith('null'))).toEqual([]);
  const changes = await prisma.change.findMany();
  for (const { id, state, operation } of changes) {
    const of = done.filter(({ changeId }) => changeId === id);
    expect([id, operation, state, of.length > 0]).toEqual([id, operation, state, state === 'applied']);
  }
  const apps = await prisma.app.findMany({ include: { configurations: { orderBy: { version: 'asc' } } } });
  for (const { sdkAppId, version, configurations, plan, addOns, state } of apps) {
    expect(configurations.map((it) => it.version)).toEqual(configurations.map((_, i) => i + 1));
    expect([sdkAppId, version]).toEqual([sdkAppId, configurations.length]);
    expect(configurations.at(-1)).toMatchObject({ plan, addOns, state });
    expect([sdkAppId, done.filter((it) => it.sdkAppId === sdkAppId).length]).toEqual([sdkAppId, version]);
    const froms = configurations.map(({ effectiveFrom }) => effectiveFrom.getTime());
    expect(froms).toEqual([...froms].sort((a, b) => a - b));
  }
}

/** The messages of the bot in conversations, without responses and files, which are not recorded. */
export function postedMessages(workspace: Workspace) {
  const { messages, identity } = workspace.state();
  return Object.values(messages)
    .flat()
    .filter(({ author, ephemeralUser }) => author === identity.botUserId && ephemeralUser === undefined)
    .flatMap((it) => {
      const { event_payload } = (it.metadata ?? {}) as { event_payload?: { id?: string } };
      const id = event_payload?.id;
      return id === undefined ? [] : [{ id, channel: it.channel, ts: it.ts, text: it.text }];
    });
}

/** Resolves when no message is pending, and no job but those that are due later. */
export async function untilIdle({ prisma }: Database): Promise<void> {
  await eventually(async () => {
    const [row] = await prisma.$queryRaw<{ left: bigint }[]>`
      SELECT (SELECT count(*) FROM message WHERE failure IS NULL AND delivered_version < wanted_version)
        + (SELECT count(*) FROM graphile_worker._private_jobs WHERE run_at <= now() AND attempts < max_attempts) AS left`;
    return row?.left === 0n;
  }, 'everything is said');
}

/** What users and API clients were told is done is recorded, and no app was recorded that was not registered. */
export async function expectAcknowledgedRecorded({ prisma }: Database, acknowledged: Acknowledged): Promise<void> {
  const applied = await prisma.change.findMany({ where: { state: 'applied' }, select: { id: true } });
  const ids = new Set(applied.map(({ id }) => id));
  expect([...acknowledged.done, ...acknowledged.requested].filter((id) => !ids.has(id))).toEqual([]);
  const apps = await prisma.app.findMany({ select: { sdkAppId: true }, orderBy: { sdkAppId: 'asc' } });
  expect(apps.map(({ sdkAppId }) => sdkAppId)).toEqual([...acknowledged.registered].sort((a, b) => a - b));
  const peaks = await prisma.usageReading.groupBy({ by: ['sdkAppId'], _max: { peak: true } });
  const peakOf = (app: number) => Number(peaks.find(({ sdkAppId }) => sdkAppId === app)?._max.peak ?? -1);
  expect([...acknowledged.measured].filter(([app, value]) => peakOf(app) < value)).toEqual([]);
}

/**
 * Each message was posted exactly once, where its record says, in its last version; nothing else was posted; no two in
 * a channel have the same text; every applied change was announced, and every request was sent to the approvers.
 */
export async function expectPostedOnce({ prisma }: Database, workspace: Workspace): Promise<void> {
  const posted = postedMessages(workspace);
  expect(duplicates(posted.map(({ id }) => id))).toEqual([]);
  const rows = await prisma.message.findMany({ include: { notices: true } });
  // Resolved notices of a kind can have the same text.
  const resolvedIds = new Set(
    rows.filter(({ notices }) => notices.some(({ resolvedAt }) => resolvedAt)).map(({ id }) => id),
  );
  const texts = posted.filter(({ id }) => !resolvedIds.has(id)).map(({ channel, text }) => `${channel} ${text}`);
  expect(duplicates(texts)).toEqual([]);
  const deliverable = rows.filter(({ failure }) => failure !== 'over');
  expect(
    deliverable.filter(
      ({ failure, deliveredVersion, wantedVersion }) => failure !== null || deliveredVersion < wantedVersion,
    ),
  ).toEqual([]);
  const messageRefs = (all: readonly { id: unknown; channel: unknown; ts: unknown }[]) =>
    all.map(({ id, channel, ts }) => `${id} ${channel} ${ts}`).sort();
  expect(messageRefs(posted)).toEqual(
    messageRefs(deliverable.map(({ id, slackChannelId, slackTs }) => ({ id, channel: slackChannelId, ts: slackTs }))),
  );
  const acknowledged = (kind: string) =>
    rows.flatMap(({ notices }) =>
      notices.filter((it) => it.kind === kind).map(({ dedupeKey }) => dedupeKey.split(':')[1]),
    );
  const changes = await prisma.change.findMany({ select: { id: true, state: true, operation: true } });
  const applied = changes.filter(({ state }) => state === 'applied').map(({ id }) => id);
  expect(acknowledged('applied').sort()).toEqual(applied.sort());
  const asked = await prisma.auditEvent.findMany({ where: { action: { endsWith: '.requested' } } });
  expect(acknowledged('approval').sort()).toEqual(asked.map(({ changeId }) => changeId ?? '').sort());
}

function duplicates(all: readonly string[]): string[] {
  const seen = new Set<string>();
  return all.filter((it) => seen.size === seen.add(it).size);
}
