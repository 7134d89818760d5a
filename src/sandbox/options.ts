import type { After } from './clock.js';
import type { Asks } from './control/asks.js';
import type { PageHandler } from './doors/page.js';
import type { CommandHint, ShortcutHint } from './hints.js';
import type { Secrets } from './house.js';
import type { Seed } from './state/seed.js';

export interface WorkspaceOptions extends Secrets {
  /** 0 or nothing: any free port. Always on loopback. */
  readonly port?: number;
  /** Where the bot takes Slack's requests; can be set later. Not needed in Socket Mode. */
  readonly requestUrl?: string;
  /** The bot token's scopes, as in the manifest. */
  readonly scopes: readonly string[];
  /** Slack's clock, in milliseconds. */
  readonly now: () => number;
  /** Slack's timers: three seconds of patience, retries. Real ones if left out. */
  readonly after?: After;
  readonly seed?: Seed;
  /** The app's slash commands; any is taken when left out. */
  readonly commands?: readonly CommandHint[];
  /** The app's shortcuts, for the page to offer; any callback_id can be used. */
  readonly shortcuts?: readonly ShortcutHint[];
  /** Event types that the app listens to: the Home tab's and the end of the installation when left out. */
  readonly events?: readonly string[];
  /** True: one message a second and channel; false: short bursts pass; 'off': no pace. */
  readonly strictRate?: boolean | 'off';
  /** What "advance" does: the clock belongs to the host. */
  readonly onAdvance?: (move: Asks['advance']) => Promise<void> | void;
  /** Serves everything outside the workspace's own paths. */
  readonly page?: PageHandler;
  /** Real milliseconds that a person driver waits for the bot before it gives up. */
  readonly patienceMs?: number;
}
