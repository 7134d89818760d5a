import type { ServerResponse } from 'node:http';
import type { House } from '../../context.js';
import { type AskName, asks } from '../../control/commands.js';
import { type Control, personId } from '../../control/control.js';
import { Misuse } from '../../invalid-action.js';
import { parseJson } from '../../json.js';
import { whatSees } from '../../state/user-view.js';
import type { UsageApp, UsageMetric, UsageSource } from '../../usage.js';
import { type Incoming, json, type Outgoing } from '../http.js';

interface Room {
  readonly house: House;
  readonly control: Control;
  readonly usage: UsageSource | undefined;
}

/** /_sandbox: what `control/asks.ts` describes, over HTTP. */
export async function controlDoor(
  room: Room,
  incoming: Incoming,
  response: ServerResponse,
): Promise<Outgoing | 'streaming'> {
  const name = incoming.path.slice('/_sandbox/'.length);
  try {
    if (incoming.method === 'POST') return await post(room, name, incoming);
    if (name === 'events') return stream(room.house, response);
    if (name === 'usage') return json(await usageIn(room));
    return read(room, name, incoming);
  } catch (error) {
    if (error instanceof Misuse) return json({ error: error.message }, 400);
    throw error;
  }
}

async function post(room: Room, name: string, incoming: Incoming): Promise<Outgoing> {
  const typed = (incoming.headers['content-type'] ?? '').startsWith('application/json');
  if (!typed) return json({ error: 'say it in JSON' }, 415);
  if (!isAsk(name)) return json({ error: `unknown: ${name}`, known: Object.keys(asks) }, 404);
  const body = incoming.body.length === 0 ? {} : parseJson(incoming.body.toString('utf8'));
  return json(await run(room.control, name, body));
}

async function run<Name extends AskName>(control: Control, name: Name, body: unknown): Promise<unknown> {
  const parsed = asks[name].safeParse(body);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Misuse(`${name}: ${wrong.join('; ')}`);
  }
  // The ask was parsed by the rule of the same name, which the types cannot follow through a union.
  const act = control[name] as (ask: unknown) => Promise<unknown>;
  return act(parsed.data);
}

function isAsk(name: string): name is AskName {
  return Object.hasOwn(asks, name);
}

/** Nothing can be measured where the host gives no metrics. */
async function usageIn({ usage }: Room): Promise<{ metrics: readonly UsageMetric[]; apps: readonly UsageApp[] }> {
  return { metrics: usage?.metrics ?? [], apps: (await usage?.apps()) ?? [] };
}

function read(room: Room, name: string, incoming: Incoming): Outgoing {
  const { house } = room;
  const state = house.store.state();
  if (name === 'people') {
    const { people, usergroups, identity } = state;
    return json({
      people: Object.values(people),
      usergroups: Object.values(usergroups),
      identity,
      commands: house.commands,
      shortcuts: house.shortcuts,
    });
  }
  if (name === 'state') return json(whatSees(state, personId(state, incoming.query.get('user') ?? '')));
  if (name === 'wire') {
    const since = Number(incoming.query.get('since') ?? '0');
    return json({ exchanges: house.wire.entries().filter((entry) => entry.id > since) });
  }
  if (name === 'faults') return json({ faults: house.faults.pending() });
  return json({ error: `unknown: ${name}`, known: ['people', 'state', 'usage', 'wire', 'faults', 'events'] }, 404);
}

/** Server-sent events: one `changed` after every change, with a number that only rises. */
function stream(house: House, response: ServerResponse): 'streaming' {
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
  const stop = house.store.onChange(send);
  response.on('close', stop);
  return 'streaming';
}
