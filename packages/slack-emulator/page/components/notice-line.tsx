import type { JSX } from 'preact';
import type { Notice } from '../../src/state/state.js';
import { usePage } from '../page-context.js';

/** A Slackbot notice, such as a failed command. */
export function NoticeLine({ notice }: { readonly notice: Notice }): JSX.Element {
  const { texts } = usePage();
  return (
    <article class="message ephemeral">
      <p class="only-you">{texts.onlyYou}</p>
      <div class="message-side">
        <span class="avatar avatar-slack" aria-hidden="true">
          !
        </span>
      </div>
      <div class="message-body">
        <p class="message-head">
          <strong class="author">{texts.slackbot}</strong>
        </p>
        <p class="plain" lang="en">
          {notice.text}
        </p>
      </div>
    </article>
  );
}
