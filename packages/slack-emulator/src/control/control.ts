import type { House } from '../context.js';
import { Misuse } from '../invalid-action.js';
import type { Answer } from '../outbound/delivery.js';
import { sendEvent } from '../outbound/events.js';
import { fine, type Outcome } from '../outbound/result.js';
import { findChannel, findPerson, joinChannel, leaveChannel, openDirect } from '../state/conversations.js';
import type { Channel, State } from '../state/state.js';
import type { UsageSource } from '../usage.js';
import { press } from '../user-actions/block-action.js';
import { closeView } from '../user-actions/close.js';
import { runCommand } from '../user-actions/command.js';
import { fillView } from '../user-actions/fill.js';
import { openHome } from '../user-actions/open-home.js';
import { say } from '../user-actions/post-message.js';
import { useShortcut } from '../user-actions/shortcut.js';
import { submit } from '../user-actions/submit.js';
import { type Suggestions, suggest } from '../user-actions/suggest.js';
import type { AskName, Asks } from './commands.js';

/** What comes of each ask. */
export interface Answers {
  readonly runCommand: Outcome;
  readonly say: { readonly ts: string };
  readonly press: Outcome;
  readonly fill: Outcome;
  readonly submit: Outcome;
  readonly close: Outcome;
  readonly suggest: Suggestions;
  readonly shortcut: Outcome;
  readonly openHome: { readonly answer: Answer | null };
  readonly emit: { readonly answer: Answer | null };
  readonly invite: Done;
  readonly kick: Done;
  readonly advance: Done;
  readonly fault: Done;
  readonly clearFaults: Done;
  readonly disconnect: { readonly sockets: number };
  readonly redeliver: { readonly answer: Answer };
  readonly reset: Done;
  readonly reading: Outcome;
}

export interface Done {
  readonly ok: true;
}

export type Control = { readonly [Name in AskName]: (ask: Asks[Name]) => Promise<Answers[Name]> };

/** What control needs beyond the house. */
export interface Levers {
  readonly advance: (move: Asks['advance']) => Promise<void> | void;
  readonly disconnect: (ask: Asks['disconnect']) => number;
  readonly redeliver: (ask: Asks['redeliver']) => Promise<Answer>;
  readonly reset: () => Promise<void>;
  readonly usage: UsageSource | undefined;
}

const ok: Done = { ok: true };

export function controlOf(house: House, levers: Levers): Control {
  const at = <T extends { user: string }>(ask: T): T => ({ ...ask, user: personId(house.store.state(), ask.user) });
  return {
    runCommand: async (ask) => {
      const { user, channel, text } = at(ask);
      return runCommand(house, { user, channel: channelFor(house, user, channel).id, line: text });
    },
    say: async (ask) => {
      const { user, channel, text } = at(ask);
      return say(house, { user, text, channel: channelFor(house, user, channel).id });
    },
    press: async (ask) => press(house, at(ask)),
    fill: async (ask) => fillView(house, at(ask)),
    submit: async (ask) => {
      const { user, viewId, values } = at(ask);
      if (values !== undefined) fillView(house, { user, viewId, values });
      return submit(house, { user, viewId });
    },
    close: async (ask) => closeView(house, at(ask)),
    suggest: async (ask) => suggest(house, at(ask)),
    shortcut: async (ask) => useShortcut(house, at(ask)),
    openHome: async (ask) => ({ answer: (await openHome(house, at(ask).user)) ?? null }),
    emit: async ({ event }) => ({ answer: (await sendEvent(house, event)) ?? null }),
    ...hostControl(house, levers),
  };
}

type HostAsks =
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
function hostControl(house: House, levers: Levers): Pick<Control, HostAsks> {
  const bot = house.store.state().identity.botUserId;
  const move = (given: string, how: typeof joinChannel): Done => {
    const channel = findChannel(house.store.state(), given);
    if (channel === undefined) throw new Misuse(`there is no channel ${given}`);
    house.store.change((state) => how(state, channel.id, bot));
    return ok;
  };
  return {
    invite: async ({ channel }) => move(channel, joinChannel),
    kick: async ({ channel }) => move(channel, leaveChannel),
    advance: async (ask) => {
      await levers.advance(ask);
      return ok;
    },
    fault: async (fault) => {
      house.faults.add(fault);
      return ok;
    },
    clearFaults: async () => {
      house.faults.clear();
      return ok;
    },
    disconnect: async (ask) => ({ sockets: levers.disconnect(ask) }),
    redeliver: async (ask) => ({ answer: await levers.redeliver(ask) }),
    reset: async () => {
      await levers.reset();
      return ok;
    },
    reading: (ask) => report(levers.usage, ask),
  };
}

/** What the bot does not take is an answer for the page, not a misuse: readings may be wrong. */
async function report(usage: UsageSource | undefined, reading: Asks['reading']): Promise<Outcome> {
  if (usage === undefined) throw new Misuse('this workspace knows of no usage');
  try {
    await usage.onReading(reading);
    return fine;
  } catch (error) {
    return { ok: false, code: 'reading_refused', text: error instanceof Error ? error.message : String(error) };
  }
}

export function personId(state: State, given: string): string {
  const person = findPerson(state, given);
  if (person === undefined || person.isBot) throw new Misuse(`there is no person ${given}`);
  return person.id;
}

/** A conversation the person is in; @bot is the direct one with the bot, opened if need be. */
function channelFor(house: House, user: string, given: string | undefined): Channel {
  const state = house.store.state();
  if (given === `@${state.identity.botName}`) return house.store.apply((before) => openDirect(before, user));
  const joined = Object.values(state.channels).filter((channel) => channel.members.includes(user));
  const channel = given === undefined ? joined[0] : findChannel(state, given);
  if (channel === undefined || !channel.members.includes(user)) {
    throw new Misuse(`${user} is not in ${given ?? 'any conversation'}`);
  }
  return channel;
}
