import { LRUCache } from 'lru-cache';
import type { App } from '../../domain/app.js';
import type { Logger } from '../../observability/log.js';
import { appReadMs, type Database } from '../client.js';
import { withTimeout } from '../timeout.js';
import { createBatchLoader } from './batch-loader.js';
import { type AppChangeHandler, type AppChangeListener, listenForApps } from './change-listener.js';

/** The apps that were read recently, for thousands of limit checks per second. */
export interface AppCache {
  /**
   * The recorded app, at most a second old; null when there is none. Its state may be out of date (`withCurrentState`).
   * A value that is cached is returned without a promise. Rejects when the app cannot be read.
   */
  find(sdkAppId: number): App | null | Promise<App | null>;
}

/** Ids without an app are cached, too. */
const maxCachedApps = 200_000;

/**
 * Creates a cache that loads each app when it is first requested. It never returns what a commit of any process
 * replaced more than a second ago: changed apps are removed on notification, and while it is not proven that all
 * notifications have arrived, apps are read from the database. It has its own connections, so that it works when all
 * others are busy. It starts to listen at the first `find`, which rejects when the database is needed and does not
 * respond.
 */
export function createAppCache(
  { cachePool }: Pick<Database, 'cachePool'>,
  log: Pick<Logger, 'warn'>,
): AppCache & { close(): Promise<void> } {
  const cached = new LRUCache<number, { readonly app: App | null }>({ max: maxCachedApps });
  const loading = new Map<number, Promise<App | null>>();
  const readApp = createBatchLoader(cachePool, appReadMs);
  let isListening = false;
  let listener: AppChangeListener | undefined;
  const handler: AppChangeHandler = {
    onAppChanged(sdkAppId) {
      cached.delete(sdkAppId);
      loading.delete(sdkAppId);
    },
    onListening(listening) {
      isListening = listening;
      cached.clear();
      loading.clear();
    },
  };
  const load = (sdkAppId: number) => {
    const read = () => withTimeout(readApp(sdkAppId), appReadMs);
    // A second attempt: when this process was suspended meanwhile, the first response is too old, but a new one comes
    // at once.
    const loaded: Promise<App | null> = read()
      .catch(read)
      .then((app) => {
        // Not when a notification arrived meanwhile: the app may have been read before the change.
        if (isListening && loading.get(sdkAppId) === loaded) cached.set(sdkAppId, { app });
        return app;
      })
      .finally(() => {
        if (loading.get(sdkAppId) === loaded) loading.delete(sdkAppId);
      });
    loading.set(sdkAppId, loaded);
    return loaded;
  };
  return {
    find(sdkAppId) {
      listener ??= listenForApps(cachePool, handler, log);
      const hit = listener.upToDate() ? cached.get(sdkAppId) : undefined;
      return hit ? hit.app : (loading.get(sdkAppId) ?? load(sdkAppId));
    },
    async close() {
      await listener?.close();
    },
  };
}
