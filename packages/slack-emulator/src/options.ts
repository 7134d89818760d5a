import type { Schedule } from './clock.js';
import type { Secrets } from './context.js';
import type { ControlCommands } from './control/commands.js';
import type { CommandHint, ShortcutHint } from './hints.js';
import type { PageHandler } from './http/routes/page.js';
import type { Seed } from './state/seed.js';
import type { UsageSource } from './usage.js';

export interface WorkspaceOptions extends Secrets {
  /** 0 or nothing: any free port. Always on loopback. */
  readonly port?: number;
  /** Where the bot takes Slack's requests; can be set later. Not needed in Socket Mode. */
  readonly requestUrl?: string;
  /** The bot token's scopes, as in the manifest. */
  readonly scopes: readonly string[];
  /** The time it is for people, in milliseconds: messages, dates and notices carry it. It may jump ahead. */
  readonly now: () => number;
  /**
   * The time that passes, in milliseconds: requests are signed by it, triggers and response URLs run out by it, the pace
   * of messages is kept by it. `now` when left out.
   */
  readonly wallClock?: () => number;
  /** Slack's timers: three seconds of patience, retries. Real ones if left out. */
  readonly schedule?: Schedule;
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
  readonly onAdvance?: (target: ControlCommands['advance']) => Promise<void> | void;
  /** What "reset" does beside the workspace: `empty` empties that, best while the bot is not at work. */
  readonly onReset?: (empty: () => void) => Promise<void> | void;
  /** Usage that the page can report; without it the page offers none. */
  readonly usage?: UsageSource;
  /** Serves everything outside the workspace's own paths. */
  readonly page?: PageHandler;
  /** Real milliseconds that a person driver waits for the bot before it gives up. */
  readonly timeoutMs?: number;
}
