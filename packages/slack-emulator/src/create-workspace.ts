import { cancellable, realTimers } from './clock.js';
import type { WorkspaceContext } from './context.js';
import type { HostHooks } from './control/control.js';
import { createFaults } from './faults.js';
import { InvalidActionError } from './invalid-action.js';
import type { WorkspaceOptions } from './options.js';
import { createDeliver } from './outbound/deliver.js';
import type { Transport } from './outbound/delivery.js';
import { createHttpTransport } from './outbound/http-transport.js';
import { createSocketModeTransport } from './outbound/socket-mode-transport.js';
import type { SocketPool } from './outbound/socket-pool.js';
import { type RateLimit, rateLimits } from './state/rate.js';
import { createState } from './state/seed.js';
import { createStore } from './store.js';
import { createTrafficLog } from './traffic-log.js';

/** URLs that are known only after the servers have started. */
export interface Addresses {
  origin: string;
  requestUrl: string | undefined;
}

interface WorkspaceInternals {
  readonly ctx: WorkspaceContext;
  readonly pool: SocketPool;
  readonly hooks: HostHooks;
  readonly closing: AbortController;
}

const defaultEvents = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'];

/** Wires up a workspace; nothing listens yet. */
export function createWorkspace(options: WorkspaceOptions, addresses: Addresses): WorkspaceInternals {
  const { now, signingSecret, wallClock = now } = options;
  const closing = new AbortController();
  const { schedule, cancelAll } = cancellable(options.schedule ?? realTimers);
  closing.signal.addEventListener('abort', cancelAll);
  const store = createStore(options.state ?? createState(options.seed));
  const traffic = createTrafficLog({ now, wallClock, changed: store.touch });
  const faults = createFaults();
  const { appId } = store.state().identity;
  const socketMode = createSocketModeTransport({ appId, schedule, traffic });
  const { pool } = socketMode;
  const http = createHttpTransport({ requestUrl: () => addresses.requestUrl, signingSecret, now: wallClock, traffic });
  const transport = (): Transport => (pool.wasEverUsed() ? socketMode : http);
  const ctx: WorkspaceContext = {
    store,
    traffic,
    faults,
    schedule,
    now,
    wallClock,
    secrets: options,
    scopes: new Set(options.scopes),
    rateLimit: rateLimitFor(options.strictRate),
    rateBuckets: new Map(),
    commands: options.commands ?? [],
    shortcuts: options.shortcuts ?? [],
    events: new Set(options.events ?? defaultEvents),
    url: () => addresses.origin,
    socketUrl: () => `${addresses.origin.replace('http', 'ws')}/link/?ticket=${pool.ticket()}&app_id=${appId}`,
    deliver: createDeliver({ transport, schedule, faults, closing: closing.signal }),
  };
  return { ctx, pool, closing, hooks: createHostHooks(options, ctx, { pool, transport }) };
}

interface TransportDeps {
  readonly pool: SocketPool;
  readonly transport: () => Transport;
}

function createHostHooks(options: WorkspaceOptions, ctx: WorkspaceContext, deps: TransportDeps): HostHooks {
  return {
    advance: (target) => {
      if (options.onAdvance === undefined) throw new InvalidActionError('this workspace has no clock to move');
      return options.onAdvance(target);
    },
    disconnect: (command) => deps.pool.disconnect(command),
    redeliver: (command) => deps.transport().resend(command),
    reset: async () => {
      const empty = (): void => resetState(options, ctx);
      await (options.onReset ?? ((run) => run()))(empty);
    },
    usage: options.usage,
  };
}

/** Back to the seed. Counters of ids and timestamps continue, so that none is issued twice. */
function resetState(options: WorkspaceOptions, ctx: WorkspaceContext): void {
  ctx.faults.clear();
  ctx.traffic.clear();
  ctx.rateBuckets.clear();
  const latest = ctx.now() * 1000;
  ctx.store.change(({ idCount, lastTs }) => ({
    ...createState(options.seed),
    idCount,
    lastTs: Math.min(lastTs, latest),
  }));
}

function rateLimitFor(strict: boolean | 'off' | undefined): RateLimit | undefined {
  if (strict === 'off') return undefined;
  return strict === true ? rateLimits.strict : rateLimits.tolerant;
}
