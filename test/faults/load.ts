import { setTimeout as pause } from 'node:timers/promises';
import type { UserDriver, Workspace } from '@imapp/slack-emulator';
import { z } from 'zod';
import { callApi, operators, teams } from './workspace.js';

/** What users and API clients were told is done. */
export interface Acknowledged {
  /** Apps whose registration returned 200 or 201. */
  readonly registered: Set<number>;
  /** Ids of changes that a user saw applied. */
  readonly done: Set<string>;
  /** Ids of changes that a user saw pending. */
  readonly requested: Set<string>;
  /** The highest value that the API accepted, by app. */
  readonly measured: Map<number, number>;
  /** What was retried because there was no response, or an error. */
  readonly retries: string[];
}

interface Load {
  readonly acknowledged: Acknowledged;
  /** Lets every operator finish the current app, then stops. */
  finish(): Promise<void>;
}

interface LoadContext {
  readonly workspace: Workspace;
  readonly origin: string;
  readonly acknowledged: Acknowledged;
  /** The pause before each click. */
  readonly thinkMs: number;
  isFinished: boolean;
}

/** After this time without success something hangs. */
const maxWaitMs = 240_000;

const nothingAcknowledged = (): Acknowledged => ({
  registered: new Set(),
  done: new Set(),
  requested: new Set(),
  measured: new Map(),
  retries: [],
});

const createLoadContext = (workspace: Workspace, port: number, thinkMs = 0): LoadContext => ({
  workspace,
  origin: `http://127.0.0.1:${port}`,
  acknowledged: nothingAcknowledged(),
  thinkMs,
  isFinished: false,
});

/**
 * Five operators, who take apps from registration to disabling, an approver, and an API client that reports usage. They
 * retry when there is no response, as users would.
 */
export function startLoad(workspace: Workspace, port: number, { thinkMs = 0 } = {}): Load {
  const ctx = createLoadContext(workspace, port, thinkMs);
  const working = Promise.all([
    ...operators.map((name, turn) => operate(ctx, workspace.user(name), turn)),
    report(ctx),
  ]);
  working.catch(() => undefined);
  const approver = approve(ctx);
  return {
    acknowledged: ctx.acknowledged,
    async finish() {
      ctx.isFinished = true;
      await working.finally(() => finished.add(ctx));
      await approver;
    },
  };
}

/** Some operators take one app each from registration to disabling, with an approver. */
export async function runAppLives(workspace: Workspace, port: number, many: number): Promise<Acknowledged> {
  const ctx = createLoadContext(workspace, port);
  const approver = approve(ctx);
  const lives = operators
    .slice(0, many)
    .map((name, turn) => runAppLife(ctx, workspace.user(name), 1_400_000_000 + turn * 1_000));
  await Promise.all(lives).finally(() => finished.add(ctx));
  await approver;
  return ctx.acknowledged;
}

const finished = new WeakSet<LoadContext>();

/** Calls the API until it responds without a server error. */
async function callUntilAnswered(
  { origin, acknowledged }: LoadContext,
  path: string,
  body?: unknown,
): ReturnType<typeof callApi> {
  const until = Date.now() + maxWaitMs;
  for (;;) {
    const answer = await callApi(origin, path, body).catch(() => null);
    if (answer && answer.status < 500) return answer;
    if (Date.now() > until) throw new Error(`${path} is not answered: ${JSON.stringify(answer)}`);
    acknowledged.retries.push(`${path} ${answer ? JSON.stringify(answer) : 'no answer'}`);
    await pause(50);
  }
}

const appShape = z.object({ plan: z.string(), state: z.string(), addOns: z.record(z.string(), z.unknown()) });

async function operate(ctx: LoadContext, person: UserDriver, turn: number): Promise<void> {
  for (let round = 0; !ctx.isFinished; round++) await runAppLife(ctx, person, 1_400_000_000 + turn * 1_000 + round);
}

/** Registers, upgrades, configures and disables an app. */
async function runAppLife(ctx: LoadContext, person: UserDriver, sdkAppId: number): Promise<void> {
  const { acknowledged } = ctx;
  const name = `app-${sdkAppId}`;
  const channel = teams[sdkAppId % teams.length];
  const app = { sdkAppId, name, account: 'acme', dataCenter: 'china', ruleSet: 'legacy-daily', channel };
  const answer = await callUntilAnswered(ctx, '/v1/apps', app);
  if (answer.status > 201) throw new Error(`${name} is not registered: ${JSON.stringify(answer)}`);
  acknowledged.registered.add(sdkAppId);
  const loadApp = async () => appShape.parse((await callUntilAnswered(ctx, `/v1/apps/${sdkAppId}`)).body);
  await perform(ctx, person, {
    line: `/imapp upgrade ${name}`,
    form: { Plan: 'legacy.pro' },
    ...{ confirm: {}, final: /is now on/, isDone: async () => (await loadApp()).plan === 'legacy.pro' },
  });
  await perform(ctx, person, {
    line: `/imapp config ${name}`,
    form: { 'Members per group': '2000' },
    ...{ confirm: {}, final: /has been changed/ },
    isDone: async () => (await loadApp()).addOns['maxMembersPerGroup'] === 2000,
  });
  const reason = `the reason of ${name}`;
  await perform(ctx, person, {
    line: `/imapp disable ${name}`,
    form: null,
    confirm: { typedName: name, reason },
    final: /Waiting|waits/,
    isDone: async () => isRequested(ctx, reason),
  });
  await eventually(async () => (await loadApp()).state === 'disabled', `${name} is disabled`);
}

interface Task {
  readonly line: string;
  /** The values of the form; null when there is no form before the preview. */
  readonly form: Readonly<Record<string, string>> | null;
  readonly confirm: Readonly<Record<string, string>>;
  readonly final: RegExp;
  /** Whether it was done although no response said so. */
  isDone(): Promise<boolean>;
}

/** Types the command, submits the form and confirms; retries until it is done. */
async function perform(ctx: LoadContext, person: UserDriver, task: Task): Promise<void> {
  const until = Date.now() + maxWaitMs;
  while (!(await attempt(ctx, person, task).catch(() => false))) {
    ctx.acknowledged.retries.push(`${task.line}: ${person.screen('modal')}`);
    if (await task.isDone()) return;
    if (Date.now() > until) throw new Error(`${task.line} hangs; ${person.screen('modal')}`);
  }
  await person.closes({ all: true });
}

/** Returns whether the last view was seen. */
async function attempt(ctx: LoadContext, person: UserDriver, task: Task): Promise<boolean> {
  const { workspace, acknowledged } = ctx;
  while (topView(ctx, person)) await person.closes({ all: true });
  await pause(ctx.thinkMs);
  await person.types(task.line, { in: '#general' });
  await person.modal();
  if (task.form && !(await submit(ctx, person, task.form, 'preview'))) return false;
  const change = await workspace.until(() => changeOf(ctx, person), 'the preview');
  if (!(await submit(ctx, person, task.confirm, task.final))) return false;
  (task.form ? acknowledged.done : acknowledged.requested).add(change);
  return true;
}

/** Submits the values, up to four times. Returns whether the expected view came. */
async function submit(
  { workspace, acknowledged, thinkMs }: LoadContext,
  person: UserDriver,
  values: Readonly<Record<string, string>>,
  expected: RegExp | 'preview',
): Promise<boolean> {
  let input = values;
  for (let tries = 0; tries < 4; tries++) {
    await pause(thinkMs);
    const outcome = await person.submits(input);
    input = {};
    if (!outcome.ok) {
      acknowledged.retries.push(`submission: ${outcome.code}`);
      continue;
    }
    const isShown = () =>
      expected === 'preview' ? Boolean(changeOf({ workspace }, person)) : person.canSee(expected, 'modal');
    return workspace
      .until(() => isShown() || undefined, 'the next view')
      .then(
        () => true,
        () => false,
      );
  }
  return false;
}

function topView({ workspace }: Pick<LoadContext, 'workspace'>, person: UserDriver) {
  return workspace.screenFor(person.id).modals.at(-1);
}

/** The id of the change in the preview on screen. */
function changeOf(ctx: Pick<LoadContext, 'workspace'>, person: UserDriver): string | undefined {
  const view = topView(ctx, person)?.json;
  if (view?.['callback_id'] !== 'preview') return undefined;
  return (JSON.parse(String(view['private_metadata'])) as { change?: string }).change;
}

function isRequested({ workspace }: Pick<LoadContext, 'workspace'>, reason: string): boolean {
  const { messages } = workspace.state();
  return (messages['C0APPROVE'] ?? []).some(({ blocks }) => JSON.stringify(blocks).includes(reason));
}

/** Approves pending requests, and presses again while they are pending. */
async function approve(ctx: LoadContext): Promise<void> {
  const { workspace } = ctx;
  const user = workspace.user('lin').id;
  const pressedAt = new Map<string, number>();
  while (!finished.has(ctx)) {
    const pending = (workspace.state().messages['C0APPROVE'] ?? []).flatMap(({ ts, blocks }) => {
      const button = /"action_id":"(approve[^"]*)"/.exec(JSON.stringify(blocks))?.[1];
      return button === undefined ? [] : [{ ts, actionId: button }];
    });
    for (const { ts, actionId } of pending) {
      if (Date.now() - (pressedAt.get(ts) ?? 0) < 3_000) continue;
      pressedAt.set(ts, Date.now());
      await workspace.control.press({ user, channel: 'C0APPROVE', messageTs: ts, actionId }).catch(() => undefined);
    }
    await pause(100);
  }
}

/** Reports increasing usage of registered apps. */
async function report(ctx: LoadContext): Promise<void> {
  const { acknowledged } = ctx;
  for (let value = 1; !ctx.isFinished; value++) {
    const apps = [...acknowledged.registered].slice(-8);
    const readings = apps.map((sdkAppId) => ({ sdkAppId, metric: 'dailyActiveUsers', value: (value % 997) * 20 }));
    const answer = await callUntilAnswered(ctx, '/v1/usage', { readings });
    if (answer.status !== 200) throw new Error(`usage: ${JSON.stringify(answer)}`);
    for (const it of readings)
      acknowledged.measured.set(it.sdkAppId, Math.max(it.value, acknowledged.measured.get(it.sdkAppId) ?? 0));
    await pause(50);
  }
}

export async function eventually(holds: () => Promise<boolean>, what: string, limit = maxWaitMs): Promise<void> {
  const until = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`waited ${limit} ms until ${what}`);
    await pause(100);
  }
}
