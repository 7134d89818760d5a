/** Slack escapes three characters and no others. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);

/** The address, if it is one that may be followed; anything that could run as a script is no address. */
export function safeHref(given: string): string | undefined {
  if (!URL.canParse(given)) return undefined;
  const { protocol, href } = new URL(given);
  return allowedProtocols.has(protocol) ? href : undefined;
}
