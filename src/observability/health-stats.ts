/** How the bot is doing, as its database tells. Ages and instants are in seconds, by the database's clock. */
export interface HealthStats {
  /** The number of the newest audit event; it only ever grows. */
  readonly auditHead: number;
  readonly pendingApprovals: number;
  /** Messages to be posted or updated, and the age of the oldest. */
  readonly messages: { readonly pending: number; readonly oldestAge: number };
  readonly tasks: readonly TaskStats[];
  /** When each scheduled job last ran, since 1970; when it was first scheduled, if it never ran. */
  readonly scheduledRuns: readonly { readonly task: string; readonly lastRunAt: number }[];
}

/** The jobs of one task. */
interface TaskStats {
  readonly task: string;
  /** To be run, now or at their next retry. */
  readonly waiting: number;
  /** Out of retries. */
  readonly permanentlyFailed: number;
}
