import type { Phrase, PhraseBook } from '../i18n/phrase.js';
import type { App } from '../imapp/app.js';
import type { Field } from './field.js';
import type { Answers, Refusal, Unpriced } from './plan.js';
import type { Role } from './roles.js';
import type { AppSituation, Knowledge, Rules, Situation } from './situation.js';

interface Described {
  /** What is typed, recorded and counted: the same in every language. */
  readonly name: string;
  /** All that it says. */
  readonly book: PhraseBook;
  readonly text: {
    /** Modal title: at most 24 characters in every language. */
    readonly title: Phrase;
    /** On buttons and in selects. */
    readonly label: Phrase;
    /** One sentence for help. */
    readonly summary: Phrase;
  };
  /** How it is typed after `/imapp`: the same in every language. */
  readonly usage: string;
  /** Who may ask for it. */
  readonly role: Role;
  /** Which answer the free text after the operation's name fills, where it does not name an app. */
  readonly argument?: string;
  /** It only answers: it asks nothing and changes nothing. */
  readonly answers: boolean;
  /** What the corridor is to look up for it. */
  readonly needs: readonly (keyof Knowledge)[];
}

/** An operation on an app that is there. */
export interface AppOperation extends Described {
  readonly subject: 'app';
  policy(app: App, rules: Rules): Policy;
  form(situation: AppSituation, draft: Answers): readonly Field[] | Refusal;
  plan(situation: AppSituation, answers: Answers): Unpriced | Refusal;
}

/** An operation on an app that is not there yet (`new`: the answer `sdkAppId` names it), or on none. */
export interface FreeOperation extends Described {
  readonly subject: 'new' | 'none';
  policy(): Policy;
  /** `taken` is the app that has the answered id already. */
  form(situation: Situation & { readonly taken: App | null }, draft: Answers): readonly Field[] | Refusal;
  plan(situation: Situation & { readonly taken: App | null }, answers: Answers): Unpriced | Refusal;
}

/** The contract of an operation: pure data in, data out. The corridor in `changes/` walks every one the same way. */
export type Operation = AppOperation | FreeOperation;

/** The operation of this name, if there is one. */
export function operationNamed(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}

/** What stands between the last click and the deed. It may depend on the app's rule set. */
export interface Policy {
  readonly confirm: 'none' | 'app-name';
  readonly approval: 'none' | 'on-call';
  /** What the approver must type: for what can never be undone, the name as well. */
  readonly approverConfirms: 'none' | 'app-name';
}

/** One click is enough. */
export const freely: Policy = { confirm: 'none', approval: 'none', approverConfirms: 'none' };
