import { type Control, controlOf, personId } from './control/control.js';
import { type Addresses, build } from './create-workspace.js';
import { controlDoor } from './http/routes/control.js';
import { listen, openDoors, shut } from './http/server.js';
import { Misuse } from './invalid-action.js';
import type { WorkspaceOptions } from './options.js';
import type { State } from './state/state.js';
import { type Screen, whatSees } from './state/user-view.js';
import type { Exchange } from './traffic-log.js';
import { personDriver } from './user-driver/index.js';
import type { Person } from './user-driver/types.js';
import { type Until, waiter } from './user-driver/wait-until.js';

export interface Workspace {
  /** The Web API's base, with a slash at its end: what a Slack client calls slackApiUrl. */
  readonly url: string;
  /** Where the page and the control API are. */
  readonly origin: string;
  readonly control: Control;
  setRequestUrl(url: string): void;
  /** Somebody at a keyboard: by handle, id or name. */
  person(who: string): Person;
  sees(who: string): Screen;
  state(): State;
  wire(): readonly Exchange[];
  /** Waits, without sleeping, until the look finds something. */
  readonly until: Until;
  close(): Promise<void>;
}

/** Starts a Slack workspace on this machine. Nothing of it can be reached from another. */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const addresses: Addresses = { origin: '', requestUrl: options.requestUrl };
  const { house, pool, levers, closing } = build(options, addresses);
  const control = controlOf(house, levers);
  const server = openDoors({
    house,
    control: (incoming, response) => controlDoor({ house, control, usage: options.usage }, incoming, response),
    socket: pool.connect,
    page: options.page,
  });
  addresses.origin = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const { state } = house.store;
  const until = waiter(house.store, options.patienceMs ?? 30_000);
  return {
    url: `${addresses.origin}/api/`,
    origin: addresses.origin,
    control,
    until,
    state,
    wire: house.wire.entries,
    sees: (who) => screenOf(state(), who),
    person: (who) => personDriver({ control, until, state, who }),
    setRequestUrl: (url) => {
      addresses.requestUrl = url;
    },
    close: async () => {
      closing.abort();
      await pool.close();
      await shut(server);
    },
  };
}

function screenOf(state: State, who: string): Screen {
  const screen = whatSees(state, personId(state, who));
  if (screen === undefined) throw new Misuse(`there is no person ${who}`);
  return screen;
}
