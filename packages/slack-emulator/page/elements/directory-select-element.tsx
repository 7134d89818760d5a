import type { ChannelsSelect, ConversationsSelect, UsersSelect } from '@slack/types';
import type { JSX } from 'preact';
import { humanUsers } from '../hooks/directory.js';
import { useSurface } from '../hooks/surface.js';
import { type Page, usePage } from '../page-context.js';
import { filterOptions, type MenuOption, selectedId } from '../state/options.js';
import type { ElementProps } from './field.js';
import { SelectCombobox } from './select-combobox.js';

type DirectorySelect = UsersSelect | ConversationsSelect | ChannelsSelect;

const valueKeys = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
} as const;

/** A select menu of users, conversations or channels. */
export function DirectorySelectElement({ element, blockId, field }: ElementProps<DirectorySelect>): JSX.Element {
  const surface = useSurface();
  const page = usePage();
  const options = optionsFor(element, page);
  const filter = (query: string) => filterOptions(options, query);
  const id = selectedId(surface.valueOf({ blockId, actionId: element.action_id ?? '' }));
  const selected = id === '' ? null : (options.find((option) => option.value === id) ?? { value: id, label: id });
  return (
    <SelectCombobox
      element={element}
      blockId={blockId}
      field={field}
      selected={selected}
      source={{ filter }}
      valueKey={valueKeys[element.type]}
    />
  );
}

function optionsFor(element: DirectorySelect, { directory, screen }: Page): readonly MenuOption[] {
  if (element.type === 'users_select') {
    return humanUsers(directory).map((user) => ({ value: user.id, label: user.realName }));
  }
  const kinds = kindsOf(element);
  return screen.conversations
    .filter((conversation) => kinds.includes(conversation.kind))
    .map((conversation) => ({ value: conversation.id, label: conversation.name }));
}

function kindsOf(element: ConversationsSelect | ChannelsSelect): readonly string[] {
  if (element.type === 'channels_select') return ['public'];
  const { include, exclude_bot_users: withoutBots } = element.filter ?? {};
  const kinds = include ?? ['public', 'private', 'im'];
  return withoutBots === true ? kinds.filter((kind) => kind !== 'im') : kinds;
}
