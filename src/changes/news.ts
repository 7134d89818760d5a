/** What the corridor tells the doors, by outbox: a change has come to stand differently; say so where it was asked. */
export interface ChangeNews {
  readonly change: string;
}
/** The job that delivers it. */
export const deliverChange = 'deliver-change';
