/** Whether an actor is a Slack user (U… or W…); ids of programs and of the system have another form. */
export function isSlackUser(id: string): boolean {
  return /^[UW][A-Z0-9]{2,}$/.test(id);
}

/** A public or private channel. */
export function isSlackChannel(id: string): boolean {
  return /^[CG][A-Z0-9]{2,}$/.test(id);
}

export function isSlackUserGroup(id: string): boolean {
  return /^S[A-Z0-9]{2,}$/.test(id);
}

/** The id in a setting that names a user of another workspace of the organization (`T…:U…`); any other id unchanged. */
export function withoutTeam(holder: string): string {
  return holder.slice(holder.indexOf(':') + 1);
}
