import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import type { DeliveryResponse } from '../outbound/delivery.js';
import { sendEvent } from '../outbound/events.js';
import { type ActionResult, fine } from '../outbound/result.js';
import { findChannel, findUser, joinChannel, leaveChannel, openDirectChannel } from '../state/conversations.js';
import type { Channel, State } from '../state/state.js';
import type { UsageSource } from '../usage.js';
import { press } from '../user-actions/block-action.js';
import { closeView } from '../user-actions/close.js';
import { runCommand } from '../user-actions/command.js';
import { fillView } from '../user-actions/fill.js';
import { openHome } from '../user-actions/open-home.js';
import { postUserMessage } from '../user-actions/post-message.js';
import { useShortcut } from '../user-actions/shortcut.js';
import { submit } from '../user-actions/submit.js';
import { type Suggestions, suggest } from '../user-actions/suggest.js';
import type { ControlCommandName, ControlCommands } from './commands.js';

/** What comes of each ask. */
export interface ControlResults {
  readonly runCommand: ActionResult;
  readonly say: { readonly ts: string };
  readonly press: ActionResult;
  readonly fill: ActionResult;
  readonly submit: ActionResult;
  readonly close: ActionResult;
  readonly suggest: Suggestions;
  readonly shortcut: ActionResult;
  readonly openHome: { readonly answer: DeliveryResponse | null };
  readonly emit: { readonly answer: DeliveryResponse | null };
  readonly invite: Done;
  readonly kick: Done;
  readonly advance: Done;
  readonly fault: Done;
  readonly clearFaults: Done;
  readonly disconnect: { readonly sockets: number };
  readonly redeliver: { readonly answer: DeliveryResponse };
  readonly reset: Done;
  readonly reading: ActionResult;
}

export interface Done {
  readonly ok: true;
}

export type Control = {
  readonly [Name in ControlCommandName]: (command: ControlCommands[Name]) => Promise<ControlResults[Name]>;
};

/** What control needs beyond the ctx. */
export interface HostHooks {
  readonly advance: (target: ControlCommands['advance']) => Promise<void> | void;
  readonly disconnect: (command: ControlCommands['disconnect']) => number;
  readonly redeliver: (command: ControlCommands['redeliver']) => Promise<DeliveryResponse>;
  readonly reset: () => Promise<void>;
  readonly usage: UsageSource | undefined;
}

const ok: Done = { ok: true };

export function createControl(ctx: WorkspaceContext, hooks: HostHooks): Control {
  const withUserId = <T extends { user: string }>(command: T): T => ({
    ...command,
    user: resolveUserId(ctx.store.state(), command.user),
  });
  return {
    runCommand: async (command) => {
      const { user, channel, text } = withUserId(command);
      return runCommand(ctx, { user, channel: resolveChannel(ctx, user, channel).id, line: text });
    },
    say: async (command) => {
      const { user, channel, text } = withUserId(command);
      return postUserMessage(ctx, { user, text, channel: resolveChannel(ctx, user, channel).id });
    },
    press: async (command) => press(ctx, withUserId(command)),
    fill: async (command) => fillView(ctx, withUserId(command)),
    submit: async (command) => {
      const { user, viewId, values } = withUserId(command);
      if (values !== undefined) fillView(ctx, { user, viewId, values });
      return submit(ctx, { user, viewId });
    },
    close: async (command) => closeView(ctx, withUserId(command)),
    suggest: async (command) => suggest(ctx, withUserId(command)),
    shortcut: async (command) => useShortcut(ctx, withUserId(command)),
    openHome: async (command) => ({ answer: (await openHome(ctx, withUserId(command).user)) ?? null }),
    emit: async ({ event }) => ({ answer: (await sendEvent(ctx, event)) ?? null }),
    ...createHostControl(ctx, hooks),
  };
}

type HostCommandName =
  | 'invite'
  | 'kick'
  | 'advance'
  | 'fault'
  | 'clearFaults'
  | 'disconnect'
  | 'redeliver'
  | 'reset'
  | 'reading';

/** What no person in Slack could do. */
function createHostControl(ctx: WorkspaceContext, hooks: HostHooks): Pick<Control, HostCommandName> {
  const bot = ctx.store.state().identity.botUserId;
  const target = (given: string, how: typeof joinChannel): Done => {
    const channel = findChannel(ctx.store.state(), given);
    if (channel === undefined) throw new InvalidActionError(`there is no channel ${given}`);
    ctx.store.change((state) => how(state, channel.id, bot));
    return ok;
  };
  return {
    invite: async ({ channel }) => target(channel, joinChannel),
    kick: async ({ channel }) => target(channel, leaveChannel),
    advance: async (command) => {
      await hooks.advance(command);
      return ok;
    },
    fault: async (fault) => {
      ctx.faults.add(fault);
      return ok;
    },
    clearFaults: async () => {
      ctx.faults.clear();
      return ok;
    },
    disconnect: async (command) => ({ sockets: hooks.disconnect(command) }),
    redeliver: async (command) => ({ answer: await hooks.redeliver(command) }),
    reset: async () => {
      await hooks.reset();
      return ok;
    },
    reading: (command) => reportUsage(hooks.usage, command),
  };
}

/** What the bot does not take is an answer for the page, not a misuse: readings may be wrong. */
async function reportUsage(usage: UsageSource | undefined, reading: ControlCommands['reading']): Promise<ActionResult> {
  if (usage === undefined) throw new InvalidActionError('this workspace knows of no usage');
  try {
    await usage.onReading(reading);
    return fine;
  } catch (error) {
    return { ok: false, code: 'reading_refused', text: error instanceof Error ? error.message : String(error) };
  }
}

export function resolveUserId(state: State, given: string): string {
  const person = findUser(state, given);
  if (person === undefined || person.isBot) throw new InvalidActionError(`there is no person ${given}`);
  return person.id;
}

/** A conversation the person is in; @bot is the direct one with the bot, opened if need be. */
function resolveChannel(ctx: WorkspaceContext, user: string, given: string | undefined): Channel {
  const state = ctx.store.state();
  if (given === `@${state.identity.botName}`) return ctx.store.apply((before) => openDirectChannel(before, user));
  const joined = Object.values(state.channels).filter((channel) => channel.members.includes(user));
  const channel = given === undefined ? joined[0] : findChannel(state, given);
  if (channel === undefined || !channel.members.includes(user)) {
    throw new InvalidActionError(`${user} is not in ${given ?? 'any conversation'}`);
  }
  return channel;
}
