import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { User } from '../src/state/state.js';
import type { Screen } from '../src/state/user-view.js';
import type { Directory } from './hooks/directory.js';
import type { SendCommand } from './hooks/send-command.js';
import type { Confirmation } from './hooks/use-confirmations.js';
import type { Texts } from './locales/texts.js';
import type { PageLocation } from './state/location.js';

/** What every part of the page works with: who looks, at what, and how to act. */
export interface Page {
  readonly user: User;
  readonly directory: Directory;
  readonly screen: Screen;
  readonly texts: Texts;
  readonly location: PageLocation;
  /** The workspace's clock, in milliseconds. */
  readonly now: number;
  /** Asks the workspace for something; what goes wrong is shown, and the answer is then undefined. */
  readonly sendCommand: SendCommand;
  /** Lets the person think twice. */
  readonly confirm: (confirmation: Confirmation) => Promise<boolean>;
  /** Puts a text into the composer and the cursor behind it. */
  readonly fillComposer: (text: string) => void;
  /** Nobody has read anything: the workspace began anew. */
  readonly clearReadMarks: () => void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('there is no desk here');
  return page;
}
