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
  /** Base URL of the Web API with a trailing slash: `slackApiUrl` of a Slack client. */
  readonly url: string;
  /** Origin of the page and of the control API. */
  readonly origin: string;
  readonly control: Control;
  setRequestUrl(url: string): void;
  /** A driver for a user, by id, handle or full name. Throws InvalidActionError for an unknown user. */
  user(nameOrId: string): UserDriver;
  screenFor(nameOrId: string): Screen;
  state(): State;
  traffic(): readonly Exchange[];
  /** Waits until the probe returns something. */
  readonly until: WaitUntil;
  close(): Promise<void>;
}

/** Starts a Slack workspace on 127.0.0.1. */
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
  if (screen === undefined) throw new InvalidActionError(`there is no user ${nameOrId}`);
  return screen;
}
