/** What the corridor tells the doors, by outbox: a change has come to stand differently; say so where it was asked. */
export interface ChangeUpdated {
  readonly change: string;
}
/** The job that delivers it. */
export const changeUpdatedJob = 'change-updated';
