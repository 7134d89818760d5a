import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../page-context.js';
import { useCompletion } from './use-completion.js';
import { useInputHistory } from './use-input-history.js';

/** A text to put into the composer; a new revision puts it there again. */
export interface ComposerPrefill {
  readonly text: string;
  readonly revision: number;
}

export interface ComposerState {
  /** Id of the conversation, or @<bot name> if the direct message does not exist yet. */
  readonly channel: string;
  readonly prefill: ComposerPrefill;
  readonly onSend: () => void;
}

/** State of the composer, with its keys: completion, history, send. */
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
