import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../page-context.js';
import { useCompletion } from './use-completion.js';
import { useInputHistory } from './use-input-history.js';

/** A text put into the composer from elsewhere; a new turn puts it anew. */
export interface ComposerPrefill {
  readonly text: string;
  readonly revision: number;
}

export interface ComposerState {
  /** A conversation's id, or @bot while there is none with it yet. */
  readonly channel: string;
  readonly prefill: ComposerPrefill;
  readonly onSend: () => void;
}

/** What is being written, and what the keys do with it: complete, recall, send. */
export function useComposer({ channel, prefill, onSend }: ComposerState) {
  const { sendCommand, user, directory } = usePage();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const firstRevision = useRef(prefill.revision);
  const inputHistory = useInputHistory();
  const completion = useCompletion(directory.commands, text, setText);
  useLayoutEffect(() => {
    if (prefill.revision === firstRevision.current) return;
    setText(prefill.text);
    field.current?.focus();
  }, [prefill]);
  const send = async (): Promise<void> => {
    const line = text.trim();
    if (line === '') return;
    setText('');
    inputHistory.remember(line);
    onSend();
    await sendCommand(line.startsWith('/') ? 'runCommand' : 'say', { user: user.id, channel, text: line });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.shiftKey) return;
    const recalled = completion.onKey(event.key) ? text : inputHistory.recall(event.key, text);
    if (recalled !== undefined || event.key === 'Enter') event.preventDefault();
    if (recalled === undefined && event.key === 'Enter') void send();
    else if (recalled !== undefined && recalled !== text) setText(recalled);
  };
  return { field, text, setText, send, onKeyDown, completion };
}
