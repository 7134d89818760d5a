/** An action that a Slack user could not perform. HTTP 400 in the control API; rejects in process. */
export class InvalidActionError extends Error {
  override readonly name = 'Misuse';
}
