import type { App } from '../domain/app.js';

/** An app as it was read, with the number of its configuration; null and 0 for one that is not there yet. */
export interface VersionedApp {
  readonly app: App | null;
  readonly version: number;
}
