import type { Workspace } from '@imapp/slack-emulator';
import { expect } from 'vitest';
import { auditRows, verifyChain } from '../../src/database/audit-chain.js';
import type { Database } from '../../src/database/client.js';
import { type Acknowledged, eventually } from './load.js';

/**
 * What must be true whatever went wrong: the audit trail is whole; each change was done once or not at all, and says
 * so; an app's version is the number of its configurations, and each of them has its line in the trail.
 */
export async function recordIsWhole({ prisma }: Database): Promise<void> {
  expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true });
  const lines = await prisma.auditEvent.findMany({ orderBy: { seq: 'asc' } });
  const done = lines.filter(({ action }) => /\.(applied|approved)$/.test(action));
  const twice = repeated(lines.map(({ changeId, action, sdkAppId }) => `${changeId} ${action} ${sdkAppId}`));
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

/** The messages of the bot that stand in conversations, but for answers and files, which have no record. */
export function standing(workspace: Workspace) {
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

/** Resolves when everything is said, and no job is left but those that are due later. */
export async function settled({ prisma }: Database): Promise<void> {
  await eventually(async () => {
    const [row] = await prisma.$queryRaw<{ left: bigint }[]>`
      SELECT (SELECT count(*) FROM message WHERE failure IS NULL AND delivered_version < wanted_version)
        + (SELECT count(*) FROM graphile_worker._private_jobs WHERE run_at <= now() AND attempts < max_attempts) AS left`;
    return row?.left === 0n;
  }, 'everything is said');
}

/** What people and programs were told is done is on record, and nobody's app is there that nobody registered. */
export async function acknowledgedIsThere({ prisma }: Database, told: Acknowledged): Promise<void> {
  const applied = await prisma.change.findMany({ where: { state: 'applied' }, select: { id: true } });
  const ids = new Set(applied.map(({ id }) => id));
  expect([...told.done, ...told.requested].filter((id) => !ids.has(id))).toEqual([]);
  const apps = await prisma.app.findMany({ select: { sdkAppId: true }, orderBy: { sdkAppId: 'asc' } });
  expect(apps.map(({ sdkAppId }) => sdkAppId)).toEqual([...told.registered].sort((a, b) => a - b));
  const peaks = await prisma.usageReading.groupBy({ by: ['sdkAppId'], _max: { peak: true } });
  const peakOf = (app: number) => Number(peaks.find(({ sdkAppId }) => sdkAppId === app)?._max.peak ?? -1);
  expect([...told.measured].filter(([app, value]) => peakOf(app) < value)).toEqual([]);
}

/**
 * What is wanted was said: each message stands exactly once where the record says, in its last version; nothing else
 * stands there; no two of a channel say the same; whatever became of a change was told its team, and its author if
 * somebody else decided.
 */
export async function saidOnce({ prisma }: Database, workspace: Workspace): Promise<void> {
  const there = standing(workspace);
  expect(repeated(there.map(({ id }) => id))).toEqual([]);
  const rows = await prisma.message.findMany({ include: { notices: true } });
  // What is over says so in the same words, whatever it was.
  const over = new Set(rows.filter(({ notices }) => notices.some(({ resolvedAt }) => resolvedAt)).map(({ id }) => id));
  const texts = there.filter(({ id }) => !over.has(id)).map(({ channel, text }) => `${channel} ${text}`);
  expect(repeated(texts)).toEqual([]);
  const said = rows.filter(({ failure }) => failure !== 'over');
  expect(
    said.filter(({ failure, deliveredVersion, wantedVersion }) => failure !== null || deliveredVersion < wantedVersion),
  ).toEqual([]);
  const spots = (all: readonly { id: unknown; channel: unknown; ts: unknown }[]) =>
    all.map(({ id, channel, ts }) => `${id} ${channel} ${ts}`).sort();
  expect(spots(there)).toEqual(
    spots(said.map(({ id, slackChannelId, slackTs }) => ({ id, channel: slackChannelId, ts: slackTs }))),
  );
  const told = (kind: string) =>
    rows.flatMap(({ notices }) =>
      notices.filter((it) => it.kind === kind).map(({ dedupeKey }) => dedupeKey.split(':')[1]),
    );
  const changes = await prisma.change.findMany({ select: { id: true, state: true, operation: true } });
  const applied = changes.filter(({ state }) => state === 'applied').map(({ id }) => id);
  expect(told('applied').sort()).toEqual(applied.sort());
  const asked = await prisma.auditEvent.findMany({ where: { action: { endsWith: '.requested' } } });
  expect(told('approval').sort()).toEqual(asked.map(({ changeId }) => changeId ?? '').sort());
}

function repeated(all: readonly string[]): string[] {
  const seen = new Set<string>();
  return all.filter((it) => seen.size === seen.add(it).size);
}
