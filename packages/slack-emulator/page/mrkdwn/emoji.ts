/** Supported emoji shortcodes. Others stay text. */
const glyphs: Readonly<Record<string, string>> = {
  rotating_light: '🚨',
  warning: '⚠️',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  information_source: 'ℹ️',
  bell: '🔔',
  no_bell: '🔕',
  hourglass_flowing_sand: '⏳',
  alarm_clock: '⏰',
  lock: '🔒',
  unlock: '🔓',
  eyes: '👀',
  tada: '🎉',
  wave: '👋',
  moneybag: '💰',
  receipt: '🧾',
  bar_chart: '📊',
  calendar: '📅',
  wastebasket: '🗑️',
  arrow_right: '➡️',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  white_circle: '⚪',
  package: '📦',
  wrench: '🔧',
  gear: '⚙️',
  zzz: '💤',
  thumbsup: '👍',
  '+1': '👍',
};

export function emojiGlyph(name: string): string | undefined {
  return Object.hasOwn(glyphs, name) ? glyphs[name] : undefined;
}

/** Replaces shortcodes, as Slack does in plain text with `emoji: true`. */
export function withEmoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name: string) => emojiGlyph(name) ?? whole);
}
