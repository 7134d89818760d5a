import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import type { DeliveryResponse } from '../outbound/delivery.js';
import { sendEvent } from '../outbound/events.js';
import { type ActionResult, type Ok, ok } from '../outbound/result.js';
import { findChannel, findUser, joinChannel, leaveChannel, openDirectChannel } from '../state/conversations.js';
import { setAccount, setMembers } from '../state/directory.js';
import type { Channel, State } from '../state/state.js';
import type { UsageSource } from '../usage.js';
import { attachFile } from '../user-actions/attach-file.js';
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

/** The result of each command. */
export interface ControlResults {
  readonly runCommand: ActionResult;
  readonly say: { readonly ts: string };
  readonly press: ActionResult;
  readonly fill: ActionResult;
  readonly attach: ActionResult;
  readonly submit: ActionResult;
  readonly close: ActionResult;
  readonly suggest: Suggestions;
  readonly shortcut: ActionResult;
  readonly openHome: { readonly answer: DeliveryResponse | null };
  readonly emit: { readonly answer: DeliveryResponse | null };
  readonly setUsergroup: Ok;
  readonly setUser: Ok;
  readonly invite: Ok;
  readonly kick: Ok;
  readonly advance: Ok;
  readonly fault: Ok;
  readonly clearFaults: Ok;
  readonly disconnect: { readonly sockets: number };
  readonly redeliver: { readonly answer: DeliveryResponse };
  readonly reset: Ok;
  readonly reading: ActionResult;
}

export type Control = {
  readonly [Name in ControlCommandName]: (command: ControlCommands[Name]) => Promise<ControlResults[Name]>;
};

/** What control needs from the host and the transports. */
export interface HostHooks {
  readonly advance: (target: ControlCommands['advance']) => Promise<void> | void;
  readonly disconnect: (command: ControlCommands['disconnect']) => number;
  readonly redeliver: (command: ControlCommands['redeliver']) => Promise<DeliveryResponse>;
  readonly reset: () => Promise<void>;
  readonly usage: UsageSource | undefined;
}

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
    attach: async (command) => attachFile(ctx, withUserId(command)),
    submit: async (command) => {
      const { user, viewId, values } = withUserId(command);
      if (values !== undefined) fillView(ctx, { user, viewId, values });
      return submit(ctx, { user, viewId });
    },
    close: async (command) => closeView(ctx, withUserId(command)),
    suggest: async (command) => suggest(ctx, withUserId(command)),
    shortcut: async (command) => useShortcut(ctx, withUserId(command)),
    openHome: async (command) => ({ answer: (await openHome(ctx, withUserId(command).user)) ?? null }),
    emit: async ({ event, team }) => ({ answer: (await sendEvent(ctx, event, team)) ?? null }),
    setUsergroup: async ({ usergroup, members }) => {
      const ids = members.map((member) => resolveUserId(ctx.store.state(), member));
      ctx.store.change((state) => setMembers(state, usergroup, ids));
      return ok;
    },
    setUser: async (command) => {
      ctx.store.change((state) => setAccount(state, withUserId(command)));
      return ok;
    },
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

/** The commands that are not a user's actions. */
function createHostControl(ctx: WorkspaceContext, hooks: HostHooks): Pick<Control, HostCommandName> {
  const bot = ctx.store.state().identity.botUserId;
  const moveBot = (nameOrId: string, move: typeof joinChannel): Ok => {
    const channel = findChannel(ctx.store.state(), nameOrId);
    if (channel === undefined) throw new InvalidActionError(`there is no channel ${nameOrId}`);
    ctx.store.change((state) => move(state, channel.id, bot));
    return ok;
  };
  return {
    invite: async ({ channel }) => moveBot(channel, joinChannel),
    kick: async ({ channel }) => moveBot(channel, leaveChannel),
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

/** A reading that the host rejects is a result, not an InvalidActionError. */
async function reportUsage(usage: UsageSource | undefined, reading: ControlCommands['reading']): Promise<ActionResult> {
  if (usage === undefined) throw new InvalidActionError('this workspace has no usage source');
  try {
    await usage.onReading(reading);
    return ok;
  } catch (error) {
    return { ok: false, code: 'reading_refused', text: error instanceof Error ? error.message : String(error) };
  }
}

/** Id of a human user by id, handle or full name; throws InvalidActionError for any other. */
export function resolveUserId(state: State, nameOrId: string): string {
  const user = findUser(state, nameOrId);
  if (user === undefined || user.isBot) throw new InvalidActionError(`there is no user ${nameOrId}`);
  return user.id;
}

/** A conversation of this user; `@<bot name>` is the direct message, opened if necessary. Default: their first one. */
function resolveChannel(ctx: WorkspaceContext, user: string, nameOrId: string | undefined): Channel {
  const state = ctx.store.state();
  if (nameOrId === `@${state.identity.botName}`) return ctx.store.apply((before) => openDirectChannel(before, user));
  const joined = Object.values(state.channels).filter((channel) => channel.members.includes(user));
  const channel = nameOrId === undefined ? joined[0] : findChannel(state, nameOrId);
  if (channel === undefined || !channel.members.includes(user)) {
    throw new InvalidActionError(`${user} is not in ${nameOrId ?? 'any conversation'}`);
  }
  return channel;
}
