import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Screen } from '../../state/seen.js';
import type { Person } from '../../state/state.js';
import type { Place } from '../state/place.js';
import type { Words } from '../words/words.js';
import type { Ask } from './ask.js';
import type { Confirmation } from './confirmation.js';
import type { Directory } from './directory.js';

/** What every part of the page works with: who looks, at what, and how to act. */
export interface Desk {
  readonly person: Person;
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
