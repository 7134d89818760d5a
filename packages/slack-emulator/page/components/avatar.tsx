import type { JSX } from 'preact';
import type { User } from '../../src/state/state.js';
import { useDesk } from '../page-context.js';

/** A round initial; who it is stands beside it in words. */
export function Avatar({ person }: { readonly person: User | undefined }): JSX.Element {
  const name = person?.realName ?? '?';
  const { directory } = useDesk();
  const tone =
    Math.max(
      0,
      directory.users.findIndex((each) => each.id === person?.id),
    ) % 6;
  const bot = person?.isBot === true;
  return (
    <span class={bot ? 'avatar avatar-bot' : `avatar tone-${tone}`} aria-hidden="true" lang={person?.locale}>
      {bot ? 'IM' : [...name][0]}
    </span>
  );
}
