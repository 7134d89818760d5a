import { z } from 'zod';

/**
 * The control API, all of it: what the page, the tests and scripts may ask of the workspace.
 *
 * Each ask below is `POST /_sandbox/<name>` with this JSON; in process it is `workspace.control.<name>(ask)`.
 * A `user` is an id, a handle or a name: whoever is named is acted as. A channel is an id, a #name, or @bot.
 * An ask that nobody could do in Slack is answered with 400 and `{ error }`.
 *
 * To be read: `GET /_sandbox/state?user=` (that person's screen and nobody else's), `people` (and groups, commands,
 * shortcuts), `usage` (which apps and metrics a reading can be of), `wire?since=<id>`, `faults`, and `events`, a stream that says `changed` after every change.
 */
const user = z.string().min(1);
const selection = z.union([z.string(), z.number(), z.null(), z.array(z.string()).readonly()]);

/** A place to act: a view, or a message (the channel is needed only when two share a timestamp). */
const surface = {
  user,
  viewId: z.string().optional(),
  channel: z.string().optional(),
  messageTs: z.string().optional(),
};
const element = { actionId: z.string(), blockId: z.string().optional() };

export const controlCommands = {
  /** Types a slash command into a conversation (default: the first one the person is in). */
  runCommand: z.strictObject({ user, channel: z.string().optional(), text: z.string().min(1) }),
  /** Writes a message; the bot hears of it if it listens to message events. */
  say: z.strictObject({ user, channel: z.string(), text: z.string().min(1) }),
  /** Acts on an element: a button, a choice, a date, typed text. Tells the bot where Slack would. */
  press: z.strictObject({ ...surface, ...element, selection: selection.optional() }),
  /** Puts values into a view, by block_id, then action_id; tells nobody, as typing in Slack. */
  fill: z.strictObject({ user, viewId: z.string(), values: z.record(z.string(), z.record(z.string(), selection)) }),
  /** Presses a view's submit button, after filling in the values if any are given. */
  submit: z.strictObject({
    user,
    viewId: z.string(),
    values: z.record(z.string(), z.record(z.string(), selection)).optional(),
  }),
  /** Closes the top view, or with `all` the whole modal. */
  close: z.strictObject({ user, viewId: z.string(), all: z.boolean().optional() }),
  /** Types into an external select and gets what it offers. */
  suggest: z.strictObject({ ...surface, ...element, query: z.string() }),
  /** Picks a global shortcut, or with messageTs a message shortcut. */
  shortcut: z.strictObject({ user, callbackId: z.string(), messageTs: z.string().optional() }),
  /** Opens the app's Home tab. */
  openHome: z.strictObject({ user }),
  /** Sends any event: app_uninstalled, tokens_revoked, … */
  emit: z.strictObject({ event: z.record(z.string(), z.json()) }),
  /** Takes the bot into a channel, or out of it. */
  invite: z.strictObject({ channel: z.string() }),
  kick: z.strictObject({ channel: z.string() }),
  /** Moves the host's clock: handed to `onAdvance`. One of the two. */
  advance: z.strictObject({ ms: z.number().int().positive().optional(), to: z.iso.datetime().optional() }),
  /** Lets something go wrong; see `Fault`. */
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
  /** Ends the bot's sockets, with Slack's message first unless `abrupt`. */
  disconnect: z.strictObject({
    reason: z.enum(['refresh_requested', 'warning', 'link_disabled']).optional(),
    abrupt: z.boolean().optional(),
  }),
  /** Sends the last delivery (of a kind) once more, unchanged or spoiled. */
  redeliver: z.strictObject({
    kind: z.enum(['commands', 'interactive', 'options', 'events']).optional(),
    spoil: z.enum(['signature', 'timestamp']).optional(),
    /** With `timestamp`: by how many seconds it is shifted; the signature fits the shifted one. */
    shiftSeconds: z.number().int().optional(),
  }),
  /** Back to the seed: nobody has said anything, and the host starts over too. It may take seconds. */
  reset: z.strictObject({}),
  /** Reports how much of a metric an app uses, as its platform would; the host hands it to the bot. */
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
