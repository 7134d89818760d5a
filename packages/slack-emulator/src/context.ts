import type { Schedule } from './clock.js';
import type { Faults } from './faults.js';
import type { CommandHint, ShortcutHint } from './hints.js';
import type { Deliver } from './outbound/delivery.js';
import type { RateLimit, TokenBucket } from './state/rate.js';
import type { Store } from './store.js';
import type { TrafficLog } from './traffic-log.js';

/** State and services of one running workspace, passed to every module as `ctx`. */
export interface WorkspaceContext {
  readonly store: Store;
  /** The time users see, in milliseconds since the epoch. It may jump. */
  readonly now: () => number;
  /** Elapsed time, in milliseconds: used for signatures, trigger and response URL expiry, and rate limits. */
  readonly wallClock: () => number;
  readonly schedule: Schedule;
  readonly secrets: Secrets;
  readonly scopes: ReadonlySet<string>;
  readonly traffic: TrafficLog;
  readonly faults: Faults;
  /** Undefined: posting is not rate limited. */
  readonly rateLimit: RateLimit | undefined;
  readonly rateBuckets: Map<string, TokenBucket>;
  readonly deliver: Deliver;
  /** The app's slash commands. Empty: every command is accepted. */
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly ShortcutHint[];
  /** Event types that the app subscribes to. */
  readonly events: ReadonlySet<string>;
  /** Origin of the HTTP server, without a trailing slash. */
  readonly url: () => string;
  /** A single-use WebSocket URL, as apps.connections.open returns it. */
  readonly socketUrl: () => string;
}

export interface Secrets {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}
