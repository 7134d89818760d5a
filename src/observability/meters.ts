/** What is counted, for whoever watches over the bot. None of it names an app, a person or anything that was typed. */
export interface Metrics {
  /** A request of Slack's was acknowledged, so many seconds after it had arrived. */
  acknowledged(kind: string, seconds: number): void;
  /** A step through the corridor ended. `operation` is one of the list, or none; `step` is an outcome's, or `failed`. */
  outcome(ended: { readonly source: string; readonly operation: string; readonly step: string }): void;
  /** Whoever asked was given a reference number in place of an answer. */
  failed(source: string): void;
  /** Slack was asked to take a message: it did, or it did not; or it never will, and the message was given up. */
  message(what: 'said' | 'failed' | 'lost'): void;
  /** A job ended. */
  job(task: string, result: 'done' | 'failed'): void;
  /** A program asked whether something is allowed: `allowed`, or the reason why not. */
  checked(verdict: string): void;
}
