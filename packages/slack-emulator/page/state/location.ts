/** The acting user and the open pane: kept in the URL, so that each tab can be another user. */
export interface PageLocation {
  /** Handle of the user, such as kim. */
  readonly handle: string;
  /** A channel id, `home` (the app's Home tab) or `app` (the direct message with it). */
  readonly pane: string;
}

export const homePane = 'home';
export const directPane = 'app';

/** Parses `#/kim/C0APPROVE`; what is missing comes from `defaults`. */
export function parseLocation(hash: string, defaults: PageLocation): PageLocation {
  const [handle = '', pane = ''] = hash.replace(/^#\/?/, '').split('/').map(decode);
  return { handle: handle || defaults.handle, pane: pane || defaults.pane };
}

export function hrefFor({ handle, pane }: PageLocation): string {
  return `#/${encodeURIComponent(handle)}/${encodeURIComponent(pane)}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
