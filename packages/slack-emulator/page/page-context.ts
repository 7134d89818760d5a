import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { User } from '../src/state/state.js';
import type { Screen } from '../src/state/user-view.js';
import type { Directory } from './hooks/directory.js';
import type { SendCommand } from './hooks/send-command.js';
import type { Confirmation } from './hooks/use-confirmations.js';
import type { Texts } from './locales/texts.js';
import type { PageLocation } from './state/location.js';

/** Data and actions shared by all components. */
export interface Page {
  readonly user: User;
  readonly directory: Directory;
  readonly screen: Screen;
  readonly texts: Texts;
  readonly location: PageLocation;
  /** The workspace's time, in milliseconds since the epoch. */
  readonly now: number;
  readonly sendCommand: SendCommand;
  /** Opens a confirm dialog. */
  readonly confirm: (confirmation: Confirmation) => Promise<boolean>;
  /** Puts a text into the composer and focuses it. */
  readonly fillComposer: (text: string) => void;
  /** Marks everything unread, after a reset. */
  readonly clearReadMarks: () => void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('no PageContext around this component');
  return page;
}
