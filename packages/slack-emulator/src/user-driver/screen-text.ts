import { isList, isObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from '../json.js';
import { slots } from '../state/inputs.js';
import type { Screen, VisibleMessage, VisibleView } from '../state/user-view.js';

/** The visible text of a screen, line by line, for assertions and for error messages. */

/** Not visible until a menu or a dialog opens. */
const hiddenKeys = new Set(['confirm', 'option_groups', 'initial_option', 'initial_options', 'initial_value']);
const menuTypes = /_select$|^overflow$/;

/** The visible texts of a block or element, in reading order. */
export function textsIn(value: Json | undefined): readonly string[] {
  if (isList(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  const type = stringIn(value, 'type') ?? '';
  const text = leafTexts[type]?.(value);
  if (text !== undefined) return [text];
  return Object.entries(value).flatMap(([key, held]) => {
    if (hiddenKeys.has(key) || (key === 'options' && menuTypes.test(type))) return [];
    if (key === 'alt_text' || (key === 'text' && type === 'markdown')) return [String(held)];
    return textsIn(held);
  });
}

const leafTexts: Readonly<Record<string, (from: JsonObject) => string>> = {
  plain_text: (from) => stringIn(from, 'text') ?? '',
  mrkdwn: (from) => stringIn(from, 'text') ?? '',
  raw_text: (from) => stringIn(from, 'text') ?? '',
  raw_number: (from) => stringIn(from, 'text') ?? '',
  text: (from) => stringIn(from, 'text') ?? '',
  link: (from) => stringIn(from, 'text') ?? stringIn(from, 'url') ?? '',
  user: (from) => `<@${stringIn(from, 'user_id') ?? ''}>`,
  usergroup: (from) => `<!subteam^${stringIn(from, 'usergroup_id') ?? ''}>`,
  channel: (from) => `<#${stringIn(from, 'channel_id') ?? ''}>`,
  emoji: (from) => `:${stringIn(from, 'name') ?? ''}:`,
  date: (from) => stringIn(from, 'fallback') ?? stringIn(from, 'format') ?? '',
};

/** Title, blocks, field values, errors and buttons of a view. */
function viewLines(view: VisibleView): readonly string[] {
  const { json } = view;
  return [
    ...textsIn(json['title'] ?? null),
    ...textsIn(json['blocks']),
    ...inputTexts(json),
    ...Object.entries(view.errors).map(([block, error]) => `! ${block}: ${error}`),
    ...(view.connectionError === null ? [] : [`! ${view.connectionError}`]),
    ...textsIn(json['submit'] ?? null).map((label) => `[${label}]`),
    ...textsIn(json['close'] ?? null).map((label) => `[${label}]`),
  ];
}

function inputTexts(json: JsonObject): readonly string[] {
  const values = objectIn(objectIn(json, 'state') ?? {}, 'values') ?? {};
  return Object.values(values)
    .filter(isObject)
    .flatMap((block) => Object.values(block).filter(isObject))
    .flatMap((value) => valueTexts(value));
}

function valueTexts(value: JsonObject): readonly string[] {
  const held = value[slots[stringIn(value, 'type') ?? '']?.key ?? ''];
  if (isList(held) || isObject(held)) return textsIn(held);
  return held === null || held === undefined ? [] : [String(held)];
}

export function messageLines(message: VisibleMessage): readonly string[] {
  const { json } = message;
  const blocks = textsIn(json['blocks']);
  const body = blocks.length > 0 ? blocks : [stringIn(json, 'text') ?? ''];
  const files = objectsIn(json, 'files').map(
    (file) => `(file) ${stringIn(file, 'title') ?? ''} ${stringIn(file, 'alt_txt') ?? ''}`,
  );
  return [...body, ...textsIn(json['attachments']), ...files];
}

/** A part of the screen: the top view of the modal, the Home tab, Slackbot notices, or a conversation by name. */
export type ScreenPart = 'modal' | 'home' | 'notices' | (string & {});

export function screenLines(screen: Screen, part?: ScreenPart): readonly string[] {
  const top = screen.modals.at(-1);
  const parts: Record<string, readonly string[]> = {
    modal: top === undefined ? [] : viewLines(top),
    home: screen.home === null ? [] : viewLines(screen.home),
    notices: screen.notices.map((notice) => notice.text),
  };
  for (const conversation of screen.conversations) {
    parts[conversation.name] = conversation.messages.flatMap(messageLines);
  }
  if (part !== undefined) return parts[part] ?? [];
  return Object.entries(parts).flatMap(([name, lines]) => (lines.length === 0 ? [] : [`— ${name}`, ...lines]));
}
