import type { JSX } from 'preact';
import { findUser } from '../hooks/directory.js';
import { usePage } from '../page-context.js';
import { hrefFor } from '../state/location.js';
import type { Inline } from './nodes.js';

type MentionNode = Extract<Inline, { is: 'user' | 'channel' | 'usergroup' | 'broadcast' }>;

/** A mention of a user, user group or channel, by name. */
export function Mention({ node }: { readonly node: MentionNode }): JSX.Element {
  const { directory, user, screen, location } = usePage();
  switch (node.is) {
    case 'user': {
      const name = findUser(directory, node.id)?.realName ?? node.label ?? node.id;
      return <bdi class={node.id === user.id ? 'mention mention-me' : 'mention'}>@{name}</bdi>;
    }
    case 'usergroup': {
      const group = directory.usergroups.find((each) => each.id === node.id);
      const mine = group?.members.includes(user.id) === true;
      return <bdi class={mine ? 'mention mention-me' : 'mention'}>@{group?.handle ?? node.label ?? node.id}</bdi>;
    }
    case 'channel': {
      const name = screen.conversations.find((each) => each.id === node.id)?.name;
      if (name === undefined) return <bdi class="mention">#{node.label ?? node.id}</bdi>;
      return (
        <a class="mention" href={hrefFor({ handle: location.handle, pane: node.id })}>
          {name}
        </a>
      );
    }
    case 'broadcast':
      return <span class="mention mention-me">@{node.range}</span>;
  }
}
