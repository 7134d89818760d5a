import { setTimeout as pause } from 'node:timers/promises';
import type { UserDriver, Workspace } from '@imapp/slack-emulator';
import { z } from 'zod';
import { asks, operators, teams } from './workspace.js';

/** What people and programs were told is done. */
export interface Acknowledged {
  /** Apps whose registration was answered with 200 or 201. */
  readonly registered: Set<number>;
  /** Changes that a person saw done, by id. */
  readonly done: Set<string>;
  /** Changes that a person saw waiting for approval. */
  readonly requested: Set<string>;
  /** The highest value that was taken, by app. */
  readonly measured: Map<number, number>;
  /** What was tried again because no answer came, or none that can be used. */
  readonly retries: string[];
}

interface Crowd {
  readonly told: Acknowledged;
  /** Lets everybody finish what they are at. */
  finish(): Promise<void>;
}

interface Ground {
  readonly workspace: Workspace;
  readonly origin: string;
  readonly told: Acknowledged;
  /** How long people think before each click, in milliseconds. */
  readonly thinkMs: number;
  over: boolean;
}

/** How long somebody tries before it counts as hanging for good, in milliseconds. */
const patience = 240_000;

const nothing = (): Acknowledged => ({
  registered: new Set(),
  done: new Set(),
  requested: new Set(),
  measured: new Map(),
  retries: [],
});

const groundOn = (workspace: Workspace, port: number, thinkMs = 0): Ground => ({
  workspace,
  origin: `http://127.0.0.1:${port}`,
  told: nothing(),
  thinkMs,
  over: false,
});

/**
 * Five operators, who run apps through their lives, an approver, and a program that reports usage. Who gets no answer
 * tries again, as a person would.
 */
export function crowdOn(workspace: Workspace, port: number, { thinkMs = 0 } = {}): Crowd {
  const ground = groundOn(workspace, port, thinkMs);
  const working = Promise.all([
    ...operators.map((name, turn) => operate(ground, workspace.user(name), turn)),
    report(ground),
  ]);
  working.catch(() => undefined);
  const approver = approve(ground);
  return {
    told: ground.told,
    async finish() {
      ground.over = true;
      await working.finally(() => finished.add(ground));
      await approver;
    },
  };
}

/** So many operators run an app each through its life, once, with an approver. */
export async function livesOn(workspace: Workspace, port: number, many: number): Promise<Acknowledged> {
  const ground = groundOn(workspace, port);
  const approver = approve(ground);
  const lives = operators
    .slice(0, many)
    .map((name, turn) => life(ground, workspace.user(name), 1_400_000_000 + turn * 1_000));
  await Promise.all(lives).finally(() => finished.add(ground));
  await approver;
  return ground.told;
}

const finished = new WeakSet<Ground>();

/** Calls until it is answered in the way that is wanted. */
async function calls({ origin, told }: Ground, path: string, body?: unknown): ReturnType<typeof asks> {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await asks(origin, path, body).catch(() => null);
    if (answer && answer.status < 500) return answer;
    if (Date.now() > until) throw new Error(`${path} is not answered: ${JSON.stringify(answer)}`);
    told.retries.push(`${path} ${answer ? JSON.stringify(answer) : 'no answer'}`);
    await pause(50);
  }
}

const appShape = z.object({ plan: z.string(), state: z.string(), addOns: z.record(z.string(), z.unknown()) });

async function operate(ground: Ground, person: UserDriver, turn: number): Promise<void> {
  for (let round = 0; !ground.over; round++) await life(ground, person, 1_400_000_000 + turn * 1_000 + round);
}

/** One app: registered, upgraded, configured and disabled. */
async function life(ground: Ground, person: UserDriver, sdkAppId: number): Promise<void> {
  const { told } = ground;
  const name = `app-${sdkAppId}`;
  const channel = teams[sdkAppId % teams.length];
  const app = { sdkAppId, name, account: 'acme', dataCenter: 'china', ruleSet: 'legacy-daily', channel };
  const answer = await calls(ground, '/v1/apps', app);
  if (answer.status > 201) throw new Error(`${name} is not registered: ${JSON.stringify(answer)}`);
  told.registered.add(sdkAppId);
  const sees = async () => appShape.parse((await calls(ground, `/v1/apps/${sdkAppId}`)).body);
  await does(ground, person, {
    line: `/imapp upgrade ${name}`,
    form: { Plan: 'legacy.pro' },
    ...{ confirm: {}, final: /is now on/, isDone: async () => (await sees()).plan === 'legacy.pro' },
  });
  await does(ground, person, {
    line: `/imapp config ${name}`,
    form: { 'Members per group': '2000' },
    ...{ confirm: {}, final: /has been changed/ },
    isDone: async () => (await sees()).addOns['maxMembersPerGroup'] === 2000,
  });
  const reason = `the reason of ${name}`;
  await does(ground, person, {
    line: `/imapp disable ${name}`,
    form: null,
    confirm: { typedName: name, reason },
    final: /Waiting|waits/,
    isDone: async () => standsFor(ground, reason),
  });
  await eventually(async () => (await sees()).state === 'disabled', `${name} is disabled`);
}

interface Deed {
  readonly line: string;
  /** What the form wants; null: there is none, the preview comes first. */
  readonly form: Readonly<Record<string, string>> | null;
  readonly confirm: Readonly<Record<string, string>>;
  readonly final: RegExp;
  /** Whether it was done although nobody said so. */
  isDone(): Promise<boolean>;
}

/** Types, fills in and confirms, and tries again until it is done. */
async function does(ground: Ground, person: UserDriver, deed: Deed): Promise<void> {
  const until = Date.now() + patience;
  while (!(await attempt(ground, person, deed).catch(() => false))) {
    ground.told.retries.push(`${deed.line}: ${person.screen('modal')}`);
    if (await deed.isDone()) return;
    if (Date.now() > until) throw new Error(`${deed.line} hangs; ${person.screen('modal')}`);
  }
  await person.closes({ all: true });
}

/** Whether it was seen to the end. */
async function attempt(ground: Ground, person: UserDriver, deed: Deed): Promise<boolean> {
  const { workspace, told } = ground;
  while (topView(ground, person)) await person.closes({ all: true });
  await pause(ground.thinkMs);
  await person.types(deed.line, { in: '#general' });
  await person.modal();
  if (deed.form && !(await submits(ground, person, deed.form, 'preview'))) return false;
  const change = await workspace.until(() => changeOf(ground, person), 'the preview');
  if (!(await submits(ground, person, deed.confirm, deed.final))) return false;
  (deed.form ? told.done : told.requested).add(change);
  return true;
}

/** Fills in and submits, up to four times; whether what is wanted came. */
async function submits(
  { workspace, told, thinkMs }: Ground,
  person: UserDriver,
  values: Readonly<Record<string, string>>,
  wanted: RegExp | 'preview',
): Promise<boolean> {
  let given = values;
  for (let tries = 0; tries < 4; tries++) {
    await pause(thinkMs);
    const outcome = await person.submits(given);
    given = {};
    if (!outcome.ok) {
      told.retries.push(`submission: ${outcome.code}`);
      continue;
    }
    const there = () =>
      wanted === 'preview' ? Boolean(changeOf({ workspace }, person)) : person.canSee(wanted, 'modal');
    return workspace
      .until(() => there() || undefined, 'the next view')
      .then(
        () => true,
        () => false,
      );
  }
  return false;
}

function topView({ workspace }: Pick<Ground, 'workspace'>, person: UserDriver) {
  return workspace.screenFor(person.id).modals.at(-1);
}

/** The change that the preview on the screen is about. */
function changeOf(ground: Pick<Ground, 'workspace'>, person: UserDriver): string | undefined {
  const view = topView(ground, person)?.json;
  if (view?.['callback_id'] !== 'preview') return undefined;
  return (JSON.parse(String(view['private_metadata'])) as { change?: string }).change;
}

function standsFor({ workspace }: Pick<Ground, 'workspace'>, reason: string): boolean {
  const { messages } = workspace.state();
  return (messages['C0APPROVE'] ?? []).some(({ blocks }) => JSON.stringify(blocks).includes(reason));
}

/** Approves whatever waits, and presses again while it still waits. */
async function approve(ground: Ground): Promise<void> {
  const { workspace } = ground;
  const user = workspace.user('lin').id;
  const pressedAt = new Map<string, number>();
  while (!finished.has(ground)) {
    const waits = (workspace.state().messages['C0APPROVE'] ?? []).flatMap(({ ts, blocks }) => {
      const button = /"action_id":"(approve[^"]*)"/.exec(JSON.stringify(blocks))?.[1];
      return button === undefined ? [] : [{ ts, actionId: button }];
    });
    for (const { ts, actionId } of waits) {
      if (Date.now() - (pressedAt.get(ts) ?? 0) < 3_000) continue;
      pressedAt.set(ts, Date.now());
      await workspace.control.press({ user, channel: 'C0APPROVE', messageTs: ts, actionId }).catch(() => undefined);
    }
    await pause(100);
  }
}

/** Reports ever higher usage of apps that are registered. */
async function report(ground: Ground): Promise<void> {
  const { told } = ground;
  for (let value = 1; !ground.over; value++) {
    const apps = [...told.registered].slice(-8);
    const readings = apps.map((sdkAppId) => ({ sdkAppId, metric: 'dailyActiveUsers', value: (value % 997) * 20 }));
    const answer = await calls(ground, '/v1/usage', { readings });
    if (answer.status !== 200) throw new Error(`usage: ${JSON.stringify(answer)}`);
    for (const it of readings) told.measured.set(it.sdkAppId, Math.max(it.value, told.measured.get(it.sdkAppId) ?? 0));
    await pause(50);
  }
}

export async function eventually(holds: () => Promise<boolean>, what: string, limit = patience): Promise<void> {
  const until = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`waited ${limit} ms until ${what}`);
    await pause(100);
  }
}
