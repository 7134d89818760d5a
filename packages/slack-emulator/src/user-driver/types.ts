import type { Control } from '../control/control.js';
import type { ActionResult } from '../outbound/result.js';
import type { Selection } from '../state/select-option.js';
import type { State } from '../state/state.js';
import type { VisibleView } from '../state/user-view.js';
import type { ElementFilter } from './find-element.js';
import type { ScreenPart } from './screen-text.js';
import type { WaitUntil } from './wait-until.js';

/**
 * Somebody at a keyboard. Fields and buttons are meant by their label, action_id or block_id;
 * whatever is not there yet is waited for, and when it never comes the error says what was there instead.
 */
export interface UserDriver extends UserActions, UserQueries {
  readonly id: string;
  readonly name: string;
}

export interface UserActions {
  /** Types a slash command. */
  types(line: string, filter?: { readonly in?: string }): Promise<ActionResult>;
  /** Writes a message. */
  says(text: string, filter: { readonly in: string }): Promise<{ readonly ts: string }>;
  opensHome(): Promise<void>;
  /** Picks a shortcut by its callback_id. */
  uses(callbackId: string): Promise<ActionResult>;
  /** Presses a button. A confirm dialog is accepted unless `confirm` is false: then nothing happens. */
  presses(button: string, filter?: ElementFilter & { readonly confirm?: boolean }): Promise<ActionResult>;
  /** Chooses, ticks or types; an external select is searched first. */
  chooses(field: string, selection: Selection, filter?: ElementFilter): Promise<ActionResult>;
  /** What an external select offers for these letters. */
  searches(field: string, query: string, filter?: ElementFilter): Promise<readonly string[]>;
  /** Fills in what is given and presses the modal's submit button. */
  submits(values?: Readonly<Record<string, Selection>>): Promise<ActionResult>;
  /** Closes the top view, or the whole modal. */
  closes(options?: { readonly all?: boolean }): Promise<ActionResult>;
}

export interface UserQueries {
  /** The top view, once there is one with these words in its title. */
  modal(title?: string): Promise<VisibleView>;
  /** Waits until the modal is gone. */
  noModal(): Promise<void>;
  /** Waits until these words are on the screen, or on a part of it. */
  sees(text: string | RegExp, part?: ScreenPart): Promise<void>;
  /** Whether the words are there now. */
  canSee(text: string | RegExp, part?: ScreenPart): boolean;
  /** Why the last submission was refused, by field label. */
  errors(): Readonly<Record<string, string>>;
  /** Everything on the screen, as text. */
  screen(part?: ScreenPart): string;
}

/** What a person driver works with. */
export interface DriverContext {
  readonly control: Control;
  readonly until: WaitUntil;
  readonly state: () => State;
  /** The person's id. */
  readonly user: string;
}
