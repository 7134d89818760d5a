import type { ServerResponse } from 'node:http';
import type { WorkspaceContext } from '../../context.js';
import { type ControlCommandName, controlCommands } from '../../control/commands.js';
import { type Control, resolveUserId } from '../../control/control.js';
import { InvalidActionError } from '../../invalid-action.js';
import { parseJson } from '../../json.js';
import { userView } from '../../state/user-view.js';
import type { UsageApp, UsageMetric, UsageSource } from '../../usage.js';
import { type IncomingRequest, jsonResponse, type OutgoingResponse } from '../http.js';

interface ControlRouteDeps {
  readonly ctx: WorkspaceContext;
  readonly control: Control;
  readonly usage: UsageSource | undefined;
}

/** /_sandbox/…: the control API over HTTP; see `control/commands.ts`. */
export async function controlRoute(
  deps: ControlRouteDeps,
  incoming: IncomingRequest,
  response: ServerResponse,
): Promise<OutgoingResponse | 'streaming'> {
  const name = incoming.path.slice('/_sandbox/'.length);
  try {
    if (incoming.method === 'POST') return await runCommand(deps, name, incoming);
    if (name === 'events') return streamChanges(deps.ctx, response);
    if (name === 'usage') return jsonResponse(await usageJson(deps));
    return readJson(deps, name, incoming);
  } catch (error) {
    if (error instanceof InvalidActionError) return jsonResponse({ error: error.message }, 400);
    throw error;
  }
}

async function runCommand(deps: ControlRouteDeps, name: string, incoming: IncomingRequest): Promise<OutgoingResponse> {
  const isJson = (incoming.headers['content-type'] ?? '').startsWith('application/json');
  if (!isJson) return jsonResponse({ error: 'say it in JSON' }, 415);
  if (!isCommandName(name))
    return jsonResponse({ error: `unknown: ${name}`, known: Object.keys(controlCommands) }, 404);
  const body = incoming.body.length === 0 ? {} : parseJson(incoming.body.toString('utf8'));
  return jsonResponse(await runParsed(deps.control, name, body));
}

async function runParsed<Name extends ControlCommandName>(
  control: Control,
  name: Name,
  body: unknown,
): Promise<unknown> {
  const parsed = controlCommands[name].safeParse(body);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new InvalidActionError(`${name}: ${issues.join('; ')}`);
  }
  // `parsed.data` has the type of the command `name`; TypeScript cannot correlate the two.
  const run = control[name] as (command: unknown) => Promise<unknown>;
  return run(parsed.data);
}

function isCommandName(name: string): name is ControlCommandName {
  return Object.hasOwn(controlCommands, name);
}

async function usageJson({
  usage,
}: ControlRouteDeps): Promise<{ metrics: readonly UsageMetric[]; apps: readonly UsageApp[] }> {
  return { metrics: usage?.metrics ?? [], apps: (await usage?.apps()) ?? [] };
}

function readJson(deps: ControlRouteDeps, name: string, incoming: IncomingRequest): OutgoingResponse {
  const { ctx } = deps;
  const state = ctx.store.state();
  if (name === 'users') {
    const { users, usergroups, identity } = state;
    return jsonResponse({
      users: Object.values(users),
      usergroups: Object.values(usergroups),
      identity,
      commands: ctx.commands,
      shortcuts: ctx.shortcuts,
    });
  }
  if (name === 'state') return jsonResponse(userView(state, resolveUserId(state, incoming.query.get('user') ?? '')));
  if (name === 'wire') {
    const since = Number(incoming.query.get('since') ?? '0');
    return jsonResponse({ exchanges: ctx.traffic.entries().filter((entry) => entry.id > since) });
  }
  if (name === 'faults') return jsonResponse({ faults: ctx.faults.pending() });
  return jsonResponse(
    { error: `unknown: ${name}`, known: ['users', 'state', 'usage', 'wire', 'faults', 'events'] },
    404,
  );
}

/** Server-sent events: `changed` after every change of state or traffic, with an increasing counter. */
function streamChanges(ctx: WorkspaceContext, response: ServerResponse): 'streaming' {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  let count = 0;
  const send = (): void => {
    count += 1;
    response.write(`event: changed\ndata: ${count}\n\n`);
  };
  send();
  const stop = ctx.store.onChange(send);
  response.on('close', stop);
  return 'streaming';
}
