import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../page-context.js';
import { useCompletion } from './use-completion.js';
import { useSaid } from './use-input-history.js';

/** A text put into the composer from elsewhere; a new turn puts it anew. */
export interface Given {
  readonly text: string;
  readonly turn: number;
}

export interface Writing {
  /** A conversation's id, or @bot while there is none with it yet. */
  readonly channel: string;
  readonly given: Given;
  readonly onSend: () => void;
}

/** What is being written, and what the keys do with it: complete, recall, send. */
export function useComposer({ channel, given, onSend }: Writing) {
  const { act, person, directory } = useDesk();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const firstTurn = useRef(given.turn);
  const said = useSaid();
  const completion = useCompletion(directory.commands, text, setText);
  useLayoutEffect(() => {
    if (given.turn === firstTurn.current) return;
    setText(given.text);
    field.current?.focus();
  }, [given]);
  const send = async (): Promise<void> => {
    const line = text.trim();
    if (line === '') return;
    setText('');
    said.remember(line);
    onSend();
    await act(line.startsWith('/') ? 'runCommand' : 'say', { user: person.id, channel, text: line });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.shiftKey) return;
    const recalled = completion.onKey(event.key) ? text : said.recall(event.key, text);
    if (recalled !== undefined || event.key === 'Enter') event.preventDefault();
    if (recalled === undefined && event.key === 'Enter') void send();
    else if (recalled !== undefined && recalled !== text) setText(recalled);
  };
  return { field, text, setText, send, onKeyDown, completion };
}
