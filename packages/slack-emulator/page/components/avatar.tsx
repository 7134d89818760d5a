import type { JSX } from 'preact';
import type { User } from '../../src/state/state.js';
import { usePage } from '../page-context.js';

/** The user's initial. Decorative: the name is always next to it. */
export function Avatar({ user }: { readonly user: User | undefined }): JSX.Element {
  const name = user?.realName ?? '?';
  const { directory } = usePage();
  const tone =
    Math.max(
      0,
      directory.users.findIndex((each) => each.id === user?.id),
    ) % 6;
  const bot = user?.isBot === true;
  return (
    <span class={bot ? 'avatar avatar-bot' : `avatar tone-${tone}`} aria-hidden="true" lang={user?.locale}>
      {bot ? 'IM' : [...name][0]}
    </span>
  );
}
