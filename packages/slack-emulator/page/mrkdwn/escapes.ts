/** Unescapes the three characters that Slack escapes. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);

/** The URL if its protocol is safe (http, https, mailto); undefined otherwise. */
export function safeHref(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return allowedProtocols.has(protocol) ? href : undefined;
}
