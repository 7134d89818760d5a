import { LRUCache } from 'lru-cache';
import type { App } from '../../domain/app.js';
import type { Logger } from '../../observability/log.js';
import { appReadMs, type Database } from '../client.js';
import { withTimeout } from '../timeout.js';
import { createBatchLoader } from './batch-loader.js';
import { type AppChangeListener, listenForApps } from './change-listener.js';

/** The apps that were read recently, for checks that come by the thousand per second. */
export interface AppCache {
  /**
   * The app as it is on record, at most a second behind; null when there is none. Its state may have been overtaken by
   * the clock. At once where it is remembered; rejects when it cannot be told.
   */
  find(sdkAppId: number): App | null | Promise<App | null>;
}

/** So many apps are remembered at most, and what is not there is remembered too. */
const most = 200_000;

/**
 * The apps that this process remembers, each loaded when it is first asked for. It never tells what was overtaken by a
 * commit more than a second ago, whichever process made it: a change is heard of and forgotten, and while that cannot
 * be proven nothing is told from memory, but read. It has connections of its own, so that it is right while all others
 * are taken. Begins to listen with the first question; `find` rejects when the database is needed and does not answer.
 */
export function createAppCache(
  { cachePool }: Pick<Database, 'cachePool'>,
  log: Pick<Logger, 'warn'>,
): AppCache & { close(): Promise<void> } {
  const memory = new LRUCache<number, { readonly app: App | null }>({ max: most });
  const loading = new Map<number, Promise<App | null>>();
  const readApp = createBatchLoader(cachePool, appReadMs);
  let listening = false;
  let ear: AppChangeListener | undefined;
  const hearer = {
    changed(sdkAppId: number) {
      memory.delete(sdkAppId);
      loading.delete(sdkAppId);
    },
    anew(nowListening: boolean) {
      listening = nowListening;
      memory.clear();
      loading.clear();
    },
  };
  const load = (sdkAppId: number) => {
    const ask = () => withTimeout(readApp(sdkAppId), appReadMs);
    // Once more: an answer that came while this process was held up is too old to be told, but a new one comes at once.
    const read: Promise<App | null> = ask()
      .catch(ask)
      .then((app) => {
        // Not if news of it came while it was read: it may have been read before the change.
        if (listening && loading.get(sdkAppId) === read) memory.set(sdkAppId, { app });
        return app;
      })
      .finally(() => {
        if (loading.get(sdkAppId) === read) loading.delete(sdkAppId);
      });
    loading.set(sdkAppId, read);
    return read;
  };
  return {
    find(sdkAppId) {
      ear ??= listenForApps(cachePool, hearer, log);
      const known = ear.upToDate() ? memory.get(sdkAppId) : undefined;
      return known ? known.app : (loading.get(sdkAppId) ?? load(sdkAppId));
    },
    async close() {
      await ear?.close();
    },
  };
}
