import type { Schedule } from './clock.js';
import type { Secrets } from './context.js';
import type { ControlCommands } from './control/commands.js';
import type { CommandHint, ShortcutHint } from './hints.js';
import type { PageHandler } from './http/routes/page.js';
import type { Seed } from './state/seed.js';
import type { State } from './state/state.js';
import type { UsageSource } from './usage.js';

export interface WorkspaceOptions extends Secrets {
  /** Port on 127.0.0.1. Default (or 0): any free port. */
  readonly port?: number;
  /** The bot's request URL; can be set later with `setRequestUrl`. Not needed in Socket Mode. */
  readonly requestUrl?: string;
  /** OAuth scopes of the bot token. */
  readonly scopes: readonly string[];
  /** The time users see, in milliseconds since the epoch: on messages, dates and notices. It may jump. */
  readonly now: () => number;
  /**
   * Elapsed time, in milliseconds since the epoch: for signatures, trigger and response URL expiry, and rate limits.
   * Default: `now`.
   */
  readonly wallClock?: () => number;
  /** Timers for timeouts and retries. Default: real timers. */
  readonly schedule?: Schedule;
  readonly seed?: Seed;
  /** A state to continue from, as `Workspace.state` returned it; JSON in between keeps it. Default: the seed. */
  readonly state?: State;
  /** The app's slash commands. Default: every command is accepted. */
  readonly commands?: readonly CommandHint[];
  /** Shortcuts that the page lists. Any callback_id can be run, listed or not. */
  readonly shortcuts?: readonly ShortcutHint[];
  /** Event types the app subscribes to. Default: app_home_opened, app_uninstalled, tokens_revoked. */
  readonly events?: readonly string[];
  /** True: one message per second and channel. False (default): bursts of 20. 'off': no limit. */
  readonly strictRate?: boolean | 'off';
  /** Handles the control command `advance`: the host owns the clock. */
  readonly onAdvance?: (target: ControlCommands['advance']) => Promise<void> | void;
  /** Handles the control command `reset`; must call `empty`, which resets the workspace. Default: only that. */
  readonly onReset?: (empty: () => void) => Promise<void> | void;
  /** Enables the page's usage panel. */
  readonly usage?: UsageSource;
  /** Serves every path outside the workspace's own, such as the page; see `servePage`. */
  readonly page?: PageHandler;
  /** How long `until` and the user drivers wait, in real milliseconds. Default: 30,000. */
  readonly timeoutMs?: number;
}
