import { z } from 'zod';

/**
 * The control API, used by the page, by tests and by scripts.
 *
 * Each command below is `POST /_sandbox/<name>` with this JSON; in process it is `workspace.control.<name>(command)`.
 * `user` is an id, a handle or a full name; `channel` is an id, a #name, or @<bot name>.
 * A command that a Slack user could not perform fails with status 400 and `{ error }`.
 *
 * Queries, as `GET /_sandbox/<name>`: `state?user=` (that user's screen), `users` (with user groups, commands and
 * shortcuts), `usage` (apps and metrics), `wire?since=<id>` (traffic), `faults`, and `events` (server-sent events:
 * `changed` after every change).
 */
const user = z.string().min(1);
const selection = z.union([z.string(), z.number(), z.null(), z.array(z.string()).readonly()]);

/** A view or a message. `channel` is needed only if two messages share a timestamp. */
const surface = {
  user,
  viewId: z.string().optional(),
  channel: z.string().optional(),
  messageTs: z.string().optional(),
};
const element = { actionId: z.string(), blockId: z.string().optional() };

export const controlCommands = {
  /** Runs a slash command in a conversation. Default: the user's first one. */
  runCommand: z.strictObject({ user, channel: z.string().optional(), text: z.string().min(1) }),
  /** Posts a message as the user; sent to the bot if it subscribes to message events. */
  say: z.strictObject({ user, channel: z.string(), text: z.string().min(1) }),
  /** Acts on an element: presses a button, selects, or enters text. Sends `block_actions` where Slack would. */
  press: z.strictObject({ ...surface, ...element, selection: selection.optional() }),
  /** Fills in fields of a view, by block_id, then action_id. Nothing is sent to the bot. */
  fill: z.strictObject({ user, viewId: z.string(), values: z.record(z.string(), z.record(z.string(), selection)) }),
  /** Uploads a file, whose content is base64, into a file input of a view. */
  attach: z.strictObject({ user, viewId: z.string(), ...element, name: z.string().min(1), content: z.base64() }),
  /** Submits a view, after filling in `values`. */
  submit: z.strictObject({
    user,
    viewId: z.string(),
    values: z.record(z.string(), z.record(z.string(), selection)).optional(),
  }),
  /** Closes the top view, or the whole modal with `all`. */
  close: z.strictObject({ user, viewId: z.string(), all: z.boolean().optional() }),
  /** Queries the options of an external select. */
  suggest: z.strictObject({ ...surface, ...element, query: z.string() }),
  /** Runs a global shortcut, or a message shortcut with `messageTs`. */
  shortcut: z.strictObject({ user, callbackId: z.string(), messageTs: z.string().optional() }),
  /** Opens the app's Home tab. */
  openHome: z.strictObject({ user }),
  /** Sends an event: app_uninstalled, tokens_revoked, …; of another workspace with `team`. */
  emit: z.strictObject({ event: z.record(z.string(), z.json()), team: z.string().optional() }),
  /** Replaces the members of a user group. */
  setUsergroup: z.strictObject({ usergroup: z.string(), members: z.array(user).readonly() }),
  /** Makes a user a guest or deactivates them; without both, a full member again. */
  setUser: z.strictObject({
    user,
    guest: z.enum(['multi-channel', 'single-channel']).optional(),
    isDeactivated: z.boolean().optional(),
  }),
  /** Adds the bot to a channel; `kick` removes it. */
  invite: z.strictObject({ channel: z.string() }),
  kick: z.strictObject({ channel: z.string() }),
  /** Moves the host's clock by `ms` milliseconds or `to` an ISO 8601 instant; handled by `onAdvance`. */
  advance: z.strictObject({ ms: z.number().int().positive().optional(), to: z.iso.datetime().optional() }),
  /** Injects a failure; see `Fault`. */
  fault: z.strictObject({
    on: z.string(),
    error: z.string().optional(),
    status: z.number().int().optional(),
    retryAfter: z.number().int().nonnegative().optional(),
    delayMs: z.number().int().nonnegative().optional(),
    malformed: z.boolean().optional(),
    reset: z.boolean().optional(),
    hang: z.boolean().optional(),
    when: z.enum(['before', 'after']).optional(),
    times: z.number().int().positive().optional(),
  }),
  clearFaults: z.strictObject({}),
  /** Disconnects the bot's sockets, with Slack's `disconnect` message unless `abrupt`. */
  disconnect: z.strictObject({
    reason: z.enum(['refresh_requested', 'warning', 'link_disabled']).optional(),
    abrupt: z.boolean().optional(),
  }),
  /** Sends the last delivery (of a kind) again, unchanged or tampered with. */
  redeliver: z.strictObject({
    kind: z.enum(['commands', 'interactive', 'options', 'events']).optional(),
    spoil: z.enum(['signature', 'timestamp']).optional(),
    /** Shift of the timestamp in seconds (default -600) for `spoil: 'timestamp'`; the signature fits it. */
    shiftSeconds: z.number().int().optional(),
  }),
  /** Resets the workspace to its seed; handled by `onReset`. May take seconds. */
  reset: z.strictObject({}),
  /** Reports a usage reading; handled by `usage.onReading`. */
  reading: z.strictObject({
    sdkAppId: z.number().int().positive(),
    metric: z.string().min(1),
    value: z.number().int().nonnegative(),
  }),
} as const;

export type ControlCommands = {
  readonly [Name in keyof typeof controlCommands]: z.output<(typeof controlCommands)[Name]>;
};
export type ControlCommandName = keyof ControlCommands;
