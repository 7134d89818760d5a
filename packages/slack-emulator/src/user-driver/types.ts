import type { Control } from '../control/control.js';
import type { ActionResult } from '../outbound/result.js';
import type { Selection } from '../state/select-option.js';
import type { State } from '../state/state.js';
import type { VisibleView } from '../state/user-view.js';
import type { ElementFilter } from './find-element.js';
import type { ScreenPart } from './screen-text.js';
import type { WaitUntil } from './wait-until.js';

/**
 * Drives one user of the workspace. Fields and buttons are found by label, action_id or block_id. Actions and queries
 * wait for what they need; on timeout the error shows what was on the screen instead.
 */
export interface UserDriver extends UserActions, UserQueries {
  readonly id: string;
  readonly name: string;
}

export interface UserActions {
  /** Runs a slash command. */
  types(line: string, filter?: { readonly in?: string }): Promise<ActionResult>;
  /** Posts a message. */
  says(text: string, filter: { readonly in: string }): Promise<{ readonly ts: string }>;
  opensHome(): Promise<void>;
  /** Runs a global shortcut by its callback_id. */
  uses(callbackId: string): Promise<ActionResult>;
  /** Presses a button. Its confirm dialog is accepted, or dismissed with `confirm: false`. */
  presses(button: string, filter?: ElementFilter & { readonly confirm?: boolean }): Promise<ActionResult>;
  /** Selects an option or enters a value; an external select is searched first. */
  chooses(field: string, selection: Selection, filter?: ElementFilter): Promise<ActionResult>;
  /** Uploads a file into a file input of the modal. */
  attaches(field: string, file: { readonly name: string; readonly content: string }): Promise<ActionResult>;
  /** The texts of the options of an external select for this query. */
  searches(field: string, query: string, filter?: ElementFilter): Promise<readonly string[]>;
  /** Fills in `values` by field and submits the modal. */
  submits(values?: Readonly<Record<string, Selection>>): Promise<ActionResult>;
  /** Closes the top view, or the whole modal with `all`. */
  closes(options?: { readonly all?: boolean }): Promise<ActionResult>;
}

export interface UserQueries {
  /** Waits for a modal whose title contains this text; resolves with its top view. */
  modal(title?: string): Promise<VisibleView>;
  /** Waits until no modal is open. */
  noModal(): Promise<void>;
  /** Waits until the text is on the screen, or on a part of it. */
  sees(text: string | RegExp, part?: ScreenPart): Promise<void>;
  /** Whether the text is visible now. */
  canSee(text: string | RegExp, part?: ScreenPart): boolean;
  /** The errors of the last submission, by field label. */
  errors(): Readonly<Record<string, string>>;
  /** The visible text, line by line. */
  screen(part?: ScreenPart): string;
}

/** What a driver works with. */
export interface DriverContext {
  readonly control: Control;
  readonly until: WaitUntil;
  readonly state: () => State;
  /** Id of the user. */
  readonly user: string;
}
