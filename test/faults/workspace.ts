import { type Seed, startWorkspace, type Workspace } from '@imapp/slack-emulator';
import { z } from 'zod';
import { afterTest } from '../support/databases.js';
import { scopes } from '../support/manifest.js';

export const secrets = { botToken: 'xoxb-faults', appToken: 'xapp-faults', signingSecret: 'a-faults-secret' };
export const token = 'a-secret-of-the-faults';

/** The names of the operators, and the channels of the apps. */
export const operators = ['amy', 'ben', 'cat', 'dan', 'eli'] as const;
export const teams = [0, 1, 2, 3, 4, 5].map((team) => `CTEAM${team}`);

const idOf = (name: string) => `U00000${name.toUpperCase()}`;

function seed(): Seed {
  const people = [...operators, 'lin'].map((name) => ({
    ...{ id: idOf(name), name, realName: name, locale: 'en-US', tz: 'Europe/London' },
  }));
  const members = people.map(({ id }) => id);
  const withBot = [...members, 'U0000IMBOT'];
  const channels = [
    { id: 'C0GENERAL', name: 'general', kind: 'public' as const, members },
    { id: 'C0APPROVE', name: 'ops-approvals', kind: 'public' as const, members: withBot },
    { id: 'C0NOTICES', name: 'ops-notices', kind: 'public' as const, members: withBot },
    ...teams.map((id) => ({ id, name: id.toLowerCase(), kind: 'public' as const, members: withBot })),
  ];
  return { users: people, channels };
}

/** A workspace with five operators and an approver, and a channel for each team. */
export async function startFaultWorkspace(): Promise<Workspace> {
  const workspace = await startWorkspace({
    ...secrets,
    scopes,
    now: Date.now,
    strictRate: 'off',
    seed: seed(),
    timeoutMs: 5_000,
  });
  afterTest(() => workspace.close());
  return workspace;
}

/** The environment of a bot process in this workspace. */
export function botEnvironment(workspace: Workspace, more: Readonly<Record<string, string>>): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: workspace.url,
    APPROVALS_CHANNEL: 'C0APPROVE',
    NOTICES_CHANNEL: 'C0NOTICES',
    OPERATORS: operators.map(idOf).join(),
    APPROVERS: idOf('lin'),
    API_TOKENS: `platform:${token}`,
    HOST: '127.0.0.1',
    ...more,
  };
}

/** Calls the API once, over a new connection. */
export async function callApi(
  origin: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const response = await fetch(`${origin}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    signal: AbortSignal.timeout(15_000),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
}
