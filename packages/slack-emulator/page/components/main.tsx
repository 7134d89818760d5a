import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { VisibleConversation } from '../../src/state/user-view.js';
import { useStored } from '../hooks/use-stored.js';
import { useDesk } from '../page-context.js';
import { home } from '../state/location.js';
import { Composer } from './composer.js';
import { Guide } from './guide.js';
import { HomeTab } from './home-tab.js';
import { MessageList } from './message-list.js';
import type { Given } from './use-composer.js';

interface Props {
  readonly open: VisibleConversation | undefined;
  readonly draft: Given;
  readonly covered: boolean;
  readonly onSidebar: () => void;
}

/** What is read and written: a conversation, or the Home tab. */
export function Main({ open, draft, covered, onSidebar }: Props): JSX.Element {
  const { place, words, directory } = useDesk();
  const [hidden, hide] = useStored('guide-hidden', false);
  const [said, setSaid] = useState(0);
  const say = (): void => setSaid((before) => before + 1);
  const atHome = place.where === home;
  const name = open?.name ?? `@${directory.identity.botName}`;
  return (
    <main class="main" data-region tabIndex={-1} inert={covered}>
      <header class="main-head">
        <button type="button" class="icon-button phone-only" aria-label={words.openSidebar} onClick={onSidebar}>
          ☰
        </button>
        <h1>{atHome ? `${directory.identity.botName}: ${words.home}` : name}</h1>
        {hidden && (
          <button type="button" class="button plain small guide-show" onClick={() => hide(() => false)}>
            {words.guide.show}
          </button>
        )}
      </header>
      <Guide hidden={hidden} onHide={() => hide(() => true)} />
      {atHome ? (
        <HomeTab />
      ) : (
        <>
          <MessageList key={`${place.who} ${open?.id}`} conversation={open} said={said} />
          <Composer
            key={`${place.who} ${place.where}`}
            channel={open?.id ?? name}
            name={name}
            given={draft}
            onSend={say}
          />
        </>
      )}
    </main>
  );
}
