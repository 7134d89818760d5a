import type { JSX } from 'preact';
import { objectIn, objectsIn, stringIn } from '../../src/json.js';
import type { VisibleMessage } from '../../src/state/user-view.js';
import { textsIn } from '../../src/user-driver/screen-text.js';
import { Blocks } from '../blocks/blocks.js';
import { findUser } from '../hooks/directory.js';
import { SurfaceContext } from '../hooks/surface.js';
import { useMessageSurface } from '../hooks/use-message-surface.js';
import { Mrkdwn } from '../mrkdwn/mrkdwn.js';
import { usePage } from '../page-context.js';
import { languageOf } from '../state/language.js';
import { Avatar } from './avatar.js';
import { FileCard } from './file-card.js';
import { MessageHead } from './message-head.js';

interface Props {
  readonly message: VisibleMessage;
  /** Continues the previous message: no avatar and no visible head. */
  readonly continuing: boolean;
}

/** A message: blocks or else text, and files. */
export function Message({ message, continuing }: Props): JSX.Element {
  const { directory, texts } = usePage();
  const surface = useMessageSurface(message);
  const { json } = message;
  const blocks = objectsIn(json, 'blocks');
  const text = stringIn(json, 'text') ?? '';
  const threadTs = stringIn(json, 'thread_ts') ?? message.ts;
  const broadcast = stringIn(json, 'subtype') === 'thread_broadcast';
  const edited = objectIn(json, 'edited') !== undefined;
  const author = findUser(directory, message.author);
  const content = blocks.length > 0 ? textsIn(blocks).join(' ') : text;
  return (
    <article class={message.ephemeral ? 'message ephemeral' : 'message'} data-ts={message.ts}>
      {message.ephemeral && <p class="only-you">{texts.onlyYou}</p>}
      <div class="message-side">{!continuing && <Avatar user={author} />}</div>
      <div class="message-body">
        <MessageHead author={author} ts={message.ts} hidden={continuing} />
        {threadTs !== message.ts && <p class="only-you">↳ {broadcast ? texts.inThreadToo : texts.inThread}</p>}
        <div lang={languageOf(content)}>
          <SurfaceContext.Provider value={surface}>
            {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Mrkdwn text={text} />}
          </SurfaceContext.Provider>
        </div>
        {objectsIn(json, 'files').map((file) => (
          <FileCard key={stringIn(file, 'id')} file={file} />
        ))}
        {edited && <span class="edited">{texts.edited}</span>}
      </div>
    </article>
  );
}
