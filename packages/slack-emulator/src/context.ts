import type { Schedule } from './clock.js';
import type { Faults } from './faults.js';
import type { CommandHint, ShortcutHint } from './hints.js';
import type { Deliver } from './outbound/delivery.js';
import type { RateLimit, TokenBucket } from './state/rate.js';
import type { Store } from './store.js';
import type { TrafficLog } from './traffic-log.js';

/** What the rooms of one running workspace share. */
export interface WorkspaceContext {
  readonly store: Store;
  /** The time it is for people; it may jump ahead. */
  readonly now: () => number;
  /** The time that passes: signatures, triggers, response URLs and the pace go by it. */
  readonly wallClock: () => number;
  readonly schedule: Schedule;
  readonly secrets: Secrets;
  readonly scopes: ReadonlySet<string>;
  readonly traffic: TrafficLog;
  readonly faults: Faults;
  /** Undefined: no pace is kept. */
  readonly rateLimit: RateLimit | undefined;
  readonly rateBuckets: Map<string, TokenBucket>;
  readonly deliver: Deliver;
  /** Slash commands of the app; empty when any is taken. */
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly ShortcutHint[];
  /** Event types the app listens to. */
  readonly events: ReadonlySet<string>;
  /** The workspace's own address, without a slash at its end. */
  readonly url: () => string;
  /** An address for one new socket. */
  readonly socketUrl: () => string;
}

export interface Secrets {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}
