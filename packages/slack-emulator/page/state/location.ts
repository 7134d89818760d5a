/** Where somebody is in the workspace, and as whom: kept in the address, so that two tabs can be two people. */
export interface Place {
  /** A handle, such as kim. */
  readonly who: string;
  /** A channel's id, `home` (the app's Home tab) or `app` (the direct conversation with it). */
  readonly where: string;
}

export const home = 'home';
export const direct = 'app';

/** Reads #/kim/C0APPROVE; what is missing comes from `otherwise`. */
export function readPlace(hash: string, otherwise: Place): Place {
  const [who = '', where = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  return { who: who || otherwise.who, where: where || otherwise.where };
}

export function linkTo({ who, where }: Place): string {
  return `#/${encodeURIComponent(who)}/${encodeURIComponent(where)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
