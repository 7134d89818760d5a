import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { User } from '../src/state/state.js';
import type { Screen } from '../src/state/user-view.js';
import type { Confirmation } from './hooks/confirmation.js';
import type { Directory } from './hooks/directory.js';
import type { Ask } from './hooks/send-command.js';
import type { Words } from './locales/words.js';
import type { Place } from './state/location.js';

/** What every part of the page works with: who looks, at what, and how to act. */
export interface Desk {
  readonly person: User;
  readonly directory: Directory;
  readonly screen: Screen;
  readonly words: Words;
  readonly place: Place;
  /** The workspace's clock, in milliseconds. */
  readonly now: number;
  /** Asks the workspace for something; what goes wrong is shown, and the answer is then undefined. */
  readonly act: Ask;
  /** Lets the person think twice. */
  readonly confirm: (confirmation: Confirmation) => Promise<boolean>;
  /** Puts a text into the composer and the cursor behind it. */
  readonly compose: (text: string) => void;
  /** Nobody has read anything: the workspace began anew. */
  readonly forgetReads: () => void;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new Error('there is no desk here');
  return desk;
}
