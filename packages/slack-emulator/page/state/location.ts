/** Where somebody is in the workspace, and as whom: kept in the address, so that two tabs can be two people. */
export interface PageLocation {
  /** A handle, such as kim. */
  readonly handle: string;
  /** A channel's id, `home` (the app's Home tab) or `app` (the direct conversation with it). */
  readonly pane: string;
}

export const homePane = 'home';
export const directPane = 'app';

/** Reads #/kim/C0APPROVE; what is missing comes from `otherwise`. */
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
