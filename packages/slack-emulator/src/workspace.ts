import { type Control, createControl, resolveUserId } from './control/control.js';
import { type Addresses, createWorkspace } from './create-workspace.js';
import { controlRoute } from './http/routes/control.js';
import { closeServer, createServer, listen } from './http/server.js';
import { InvalidActionError } from './invalid-action.js';
import type { WorkspaceOptions } from './options.js';
import type { State } from './state/state.js';
import { type Screen, userView } from './state/user-view.js';
import type { Exchange } from './traffic-log.js';
import { createUserDriver } from './user-driver/index.js';
import type { UserDriver } from './user-driver/types.js';
import { createWaitUntil, type WaitUntil } from './user-driver/wait-until.js';

export interface Workspace {
  /** The Web API's base, with a slash at its end: what a Slack client calls slackApiUrl. */
  readonly url: string;
  /** Where the page and the control API are. */
  readonly origin: string;
  readonly control: Control;
  setRequestUrl(url: string): void;
  /** Somebody at a keyboard: by handle, id or name. */
  user(nameOrId: string): UserDriver;
  screenFor(nameOrId: string): Screen;
  state(): State;
  traffic(): readonly Exchange[];
  /** Waits, without sleeping, until the look finds something. */
  readonly until: WaitUntil;
  close(): Promise<void>;
}

/** Starts a Slack workspace on this machine. Nothing of it can be reached from another. */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const addresses: Addresses = { origin: '', requestUrl: options.requestUrl };
  const { ctx, pool, hooks, closing } = createWorkspace(options, addresses);
  const control = createControl(ctx, hooks);
  const server = createServer({
    ctx,
    control: (incoming, response) => controlRoute({ ctx, control, usage: options.usage }, incoming, response),
    socket: pool.connect,
    page: options.page,
  });
  addresses.origin = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const { state } = ctx.store;
  const until = createWaitUntil(ctx.store, options.timeoutMs ?? 30_000);
  return {
    url: `${addresses.origin}/api/`,
    origin: addresses.origin,
    control,
    until,
    state,
    traffic: ctx.traffic.entries,
    screenFor: (nameOrId) => screenOf(state(), nameOrId),
    user: (nameOrId) => createUserDriver({ control, until, state, nameOrId }),
    setRequestUrl: (url) => {
      addresses.requestUrl = url;
    },
    close: async () => {
      closing.abort();
      await pool.close();
      await closeServer(server);
    },
  };
}

function screenOf(state: State, nameOrId: string): Screen {
  const screen = userView(state, resolveUserId(state, nameOrId));
  if (screen === undefined) throw new InvalidActionError(`there is no person ${nameOrId}`);
  return screen;
}
