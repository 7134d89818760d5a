import type { JSX } from 'preact';
import { usePage } from '../page-context.js';
import { commandOf } from '../state/commands.js';
import { CommandList } from './command-list.js';
import { type ComposerState, useComposer } from './use-composer.js';

interface Props extends ComposerState {
  readonly name: string;
}

const listId = 'command-list';

/** Text field for messages and commands. */
export function Composer({ name, ...writing }: Props): JSX.Element {
  const { directory, texts } = usePage();
  const { field, text, setText, send, onKeyDown, completion } = useComposer(writing);
  const { matches, activeIndex, complete } = completion;
  const completing = matches.length > 0;
  const hint = commandOf(directory.commands, text)?.usageHint;
  return (
    <div class="composer">
      {completing && <CommandList id={listId} commands={matches} active={activeIndex} onSelect={complete} />}
      <div class="composer-box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={texts.messageTo(name)}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={completing ? listId : undefined}
          aria-activedescendant={completing ? `${listId}-${activeIndex}` : undefined}
          aria-describedby="composer-hint"
          placeholder={texts.messageTo(name)}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" class="button primary send" disabled={text.trim() === ''} onClick={send}>
          {texts.send}
        </button>
      </div>
      <p class="composer-hint" id="composer-hint">
        {hint === undefined ? texts.composerHint : <span lang="en">{hint}</span>}
      </p>
    </div>
  );
}
