import type { Control } from '../control/control.js';
import type { Outcome } from '../outbound/result.js';
import type { Selection } from '../state/select-option.js';
import type { State } from '../state/state.js';
import type { SeenView } from '../state/user-view.js';
import type { Where } from './find-element.js';
import type { Part } from './screen-text.js';
import type { Until } from './wait-until.js';

/**
 * Somebody at a keyboard. Fields and buttons are meant by their label, action_id or block_id;
 * whatever is not there yet is waited for, and when it never comes the error says what was there instead.
 */
export interface Person extends Hands, Eyes {
  readonly id: string;
  readonly name: string;
}

export interface Hands {
  /** Types a slash command. */
  types(line: string, where?: { readonly in?: string }): Promise<Outcome>;
  /** Writes a message. */
  says(text: string, where: { readonly in: string }): Promise<{ readonly ts: string }>;
  opensHome(): Promise<void>;
  /** Picks a shortcut by its callback_id. */
  uses(callbackId: string): Promise<Outcome>;
  /** Presses a button. A confirm dialog is accepted unless `confirm` is false: then nothing happens. */
  presses(button: string, where?: Where & { readonly confirm?: boolean }): Promise<Outcome>;
  /** Chooses, ticks or types; an external select is searched first. */
  chooses(field: string, what: Selection, where?: Where): Promise<Outcome>;
  /** What an external select offers for these letters. */
  searches(field: string, query: string, where?: Where): Promise<readonly string[]>;
  /** Fills in what is given and presses the modal's submit button. */
  submits(values?: Readonly<Record<string, Selection>>): Promise<Outcome>;
  /** Closes the top view, or the whole modal. */
  closes(how?: { readonly all?: boolean }): Promise<Outcome>;
}

export interface Eyes {
  /** The top view, once there is one with these words in its title. */
  modal(title?: string): Promise<SeenView>;
  /** Waits until the modal is gone. */
  noModal(): Promise<void>;
  /** Waits until these words are on the screen, or on a part of it. */
  sees(words: string | RegExp, part?: Part): Promise<void>;
  /** Whether the words are there now. */
  canSee(words: string | RegExp, part?: Part): boolean;
  /** Why the last submission was refused, by field label. */
  errors(): Readonly<Record<string, string>>;
  /** Everything on the screen, as text. */
  screen(part?: Part): string;
}

/** What a person driver works with. */
export interface Desk {
  readonly control: Control;
  readonly until: Until;
  readonly state: () => State;
  /** The person's id. */
  readonly user: string;
}
