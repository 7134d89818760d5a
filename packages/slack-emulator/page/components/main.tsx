import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { VisibleConversation } from '../../src/state/user-view.js';
import { useStored } from '../hooks/use-stored.js';
import { usePage } from '../page-context.js';
import { homePane } from '../state/location.js';
import { Composer } from './composer.js';
import { Guide } from './guide.js';
import { HomeTab } from './home-tab.js';
import { MessageList } from './message-list.js';
import type { ComposerPrefill } from './use-composer.js';

interface Props {
  readonly open: VisibleConversation | undefined;
  readonly prefill: ComposerPrefill;
  readonly inert: boolean;
  readonly onSidebar: () => void;
}

/** The open conversation, or the Home tab. */
export function Main({ open, prefill, inert, onSidebar }: Props): JSX.Element {
  const { location, texts, directory } = usePage();
  const [hidden, hide] = useStored('guide-hidden', false);
  const [sentCount, setSentCount] = useState(0);
  const onSend = (): void => setSentCount((before) => before + 1);
  const isHome = location.pane === homePane;
  const name = open?.name ?? `@${directory.identity.botName}`;
  return (
    <main class="main" data-region tabIndex={-1} inert={inert}>
      <header class="main-head">
        <button type="button" class="icon-button phone-only" aria-label={texts.openSidebar} onClick={onSidebar}>
          ☰
        </button>
        <h1>{isHome ? `${directory.identity.botName}: ${texts.home}` : name}</h1>
        {hidden && (
          <button type="button" class="button plain small guide-show" onClick={() => hide(() => false)}>
            {texts.guide.show}
          </button>
        )}
      </header>
      <Guide hidden={hidden} onHide={() => hide(() => true)} />
      {isHome ? (
        <HomeTab />
      ) : (
        <>
          <MessageList key={`${location.handle} ${open?.id}`} conversation={open} sentCount={sentCount} />
          <Composer
            key={`${location.handle} ${location.pane}`}
            channel={open?.id ?? name}
            name={name}
            prefill={prefill}
            onSend={onSend}
          />
        </>
      )}
    </main>
  );
}
