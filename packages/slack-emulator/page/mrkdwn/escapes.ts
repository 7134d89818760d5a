/** Slack escapes three characters and no others. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The address, if it is one that may be followed; anything that could run as a script is no address. */
export function safeHref(given: string): string | undefined {
  if (!URL.canParse(given)) return undefined;
  const { protocol, href } = new URL(given);
  return allowed.has(protocol) ? href : undefined;
}
