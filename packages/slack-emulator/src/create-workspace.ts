import { endable, realTimers } from './clock.js';
import type { House } from './context.js';
import type { Levers } from './control/control.js';
import { keepFaults } from './faults.js';
import { Misuse } from './invalid-action.js';
import type { WorkspaceOptions } from './options.js';
import { deliverer } from './outbound/deliver.js';
import type { Carrier } from './outbound/delivery.js';
import { httpCarrier } from './outbound/http-transport.js';
import { socketCarrier } from './outbound/socket-mode-transport.js';
import type { SocketPool } from './outbound/socket-pool.js';
import { type Pace, paces } from './state/rate.js';
import { freshState } from './state/seed.js';
import { holdState } from './store.js';
import { keepWireLog } from './traffic-log.js';

/** Addresses that are known only once everything listens. */
export interface Addresses {
  origin: string;
  requestUrl: string | undefined;
}

interface Built {
  readonly house: House;
  readonly pool: SocketPool;
  readonly levers: Levers;
  readonly closing: AbortController;
}

const defaultEvents = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'];

/** Puts the rooms of a workspace together; nothing listens yet. */
export function build(options: WorkspaceOptions, addresses: Addresses): Built {
  const { now, signingSecret, wallClock = now } = options;
  const closing = new AbortController();
  const { after, end } = endable(options.after ?? realTimers);
  closing.signal.addEventListener('abort', end);
  const store = holdState(freshState(options.seed));
  const wire = keepWireLog({ now, wallClock, changed: store.touch });
  const faults = keepFaults();
  const { appId } = store.state().identity;
  const sockets = socketCarrier({ appId, after, wire });
  const { pool } = sockets;
  const http = httpCarrier({ target: () => addresses.requestUrl, secret: signingSecret, now: wallClock, wire });
  const carrier = (): Carrier => (pool.inUse() ? sockets : http);
  const house: House = {
    store,
    wire,
    faults,
    after,
    now,
    wallClock,
    secrets: options,
    scopes: new Set(options.scopes),
    pace: paceOf(options.strictRate),
    buckets: new Map(),
    commands: options.commands ?? [],
    shortcuts: options.shortcuts ?? [],
    events: new Set(options.events ?? defaultEvents),
    url: () => addresses.origin,
    socketUrl: () => `${addresses.origin.replace('http', 'ws')}/link/?ticket=${pool.ticket()}&app_id=${appId}`,
    deliver: deliverer({ carrier, after, faults, closing: closing.signal }),
  };
  return { house, pool, closing, levers: leversOf(options, house, { pool, carrier }) };
}

interface Ways {
  readonly pool: SocketPool;
  readonly carrier: () => Carrier;
}

function leversOf(options: WorkspaceOptions, house: House, ways: Ways): Levers {
  return {
    advance: (move) => {
      if (options.onAdvance === undefined) throw new Misuse('this workspace has no clock to move');
      return options.onAdvance(move);
    },
    disconnect: (ask) => ways.pool.disconnect(ask),
    redeliver: (ask) => ways.carrier().again(ask),
    reset: async () => {
      const empty = (): void => emptied(options, house);
      await (options.onReset ?? ((run) => run()))(empty);
    },
    usage: options.usage,
  };
}

/** Back to the seed. Ids and timestamps go on from where they were, unless the clock went back: nobody meets one twice. */
function emptied(options: WorkspaceOptions, house: House): void {
  house.faults.clear();
  house.wire.clear();
  house.buckets.clear();
  const latest = house.now() * 1000;
  house.store.change(({ minted, lastTs }) => ({
    ...freshState(options.seed),
    minted,
    lastTs: Math.min(lastTs, latest),
  }));
}

function paceOf(strict: boolean | 'off' | undefined): Pace | undefined {
  if (strict === 'off') return undefined;
  return strict === true ? paces.strict : paces.tolerant;
}
