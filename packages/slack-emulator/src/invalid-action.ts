/** Somebody asked the workspace for what nobody could do in Slack. Crosses the control API, so it is a class. */
export class InvalidActionError extends Error {
  override readonly name = 'Misuse';
}
