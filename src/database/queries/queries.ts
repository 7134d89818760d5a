import type { App } from '../../domain/app.js';

/** The read-only questions that a door may ask. */
export interface Queries {
  /** The app with this id, or with exactly this name if only one has it; otherwise up to five near ones. */
  findApp(idOrName: string): Promise<{ readonly app: App } | { readonly near: readonly App[] }>;
  /** At most `limit` apps whose name or id begins with, then contains, the text; ordered, fast at 100,000 apps. */
  suggestApps(text: string, limit: number): Promise<readonly App[]>;
}

/** The apps that a process remembers, for questions that come by the thousand per second. */
export interface AppCache {
  /**
   * The app as it is on record, at most a second behind; null when there is none. Its state may have been overtaken by
   * the clock. At once where it is remembered; rejects when it cannot be told.
   */
  find(sdkAppId: number): App | null | Promise<App | null>;
}
