import { expect } from 'vitest';
import { auditRows, verifyChain } from '../../src/database/audit.js';
import type { Database } from '../../src/database/database.js';
import type { Workspace } from '../../src/sandbox/index.js';

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
    const froms = configurations.map(({ from }) => from.getTime());
    expect(froms).toEqual([...froms].sort((a, b) => a - b));
  }
}

/** The messages of the bot that stand in conversations, but for answers and files, which have no record. */
export function standing(workspace: Workspace) {
  const { messages, identity } = workspace.state();
  return Object.values(messages)
    .flat()
    .filter(({ author, onlyFor }) => author === identity.botUserId && onlyFor === undefined)
    .flatMap((it) => {
      const { event_payload } = (it.metadata ?? {}) as { event_payload?: { id?: string } };
      const id = event_payload?.id;
      return id === undefined ? [] : [{ id, channel: it.channel, ts: it.ts, text: it.text }];
    });
}

/** How many messages wait to be said or edited. */
export function waiting({ prisma }: Database): Promise<number> {
  return prisma.message
    .findMany({ where: { failed: null }, select: { shown: true, wanted: true } })
    .then((rows) => rows.filter(({ shown, wanted }) => shown < wanted).length);
}

/**
 * What is wanted was said: each message stands exactly once where the record says, in its last version; nothing else
 * stands there; no two of a channel say the same; whatever became of a change was told its team, and its author if
 * somebody else decided.
 */
export async function saidOnce({ prisma }: Database, workspace: Workspace): Promise<void> {
  const there = standing(workspace);
  expect(repeated(there.map(({ id }) => id))).toEqual([]);
  expect(repeated(there.map(({ channel, text }) => `${channel} ${text}`))).toEqual([]);
  const rows = await prisma.message.findMany({ include: { notices: true } });
  const said = rows.filter(({ failed }) => failed !== 'over');
  expect(said.filter(({ failed, shown, wanted }) => failed !== null || shown < wanted)).toEqual([]);
  const spots = (all: readonly { id: unknown; channel: unknown; ts: unknown }[]) =>
    all.map(({ id, channel, ts }) => `${id} ${channel} ${ts}`).sort();
  expect(spots(there)).toEqual(spots(said.map(({ id, spot, ts }) => ({ id, channel: spot, ts }))));
  const told = (kind: string) =>
    rows.flatMap(({ notices }) => notices.filter((it) => it.kind === kind).map(({ once }) => once.split(':')[1]));
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
