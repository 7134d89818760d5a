import { useEffect, useRef, useState } from 'preact/hooks';
import type { UsageApp, UsageMetric } from '../../src/usage.js';
import { fetchJson } from './send-command.js';

export interface Changes {
  /** Increases with every change in the workspace. */
  readonly count: number;
  readonly online: boolean;
}

/** Subscribes to the workspace's change events. The browser reconnects by itself. */
export function useChanges(): Changes {
  const [changes, setChanges] = useState<Changes>({ count: 0, online: true });
  useEffect(() => {
    const stream = new EventSource('/_sandbox/events');
    stream.addEventListener('changed', () => setChanges(({ count }) => ({ count: count + 1, online: true })));
    stream.addEventListener('error', () => setChanges(({ count }) => ({ count, online: false })));
    return () => stream.close();
  }, []);
  return changes;
}

interface PendingRead {
  readonly key: string;
  /** `version` has changed since it began. */
  again: boolean;
}

/**
 * The value of `read`, read again whenever `version` or `key` changes; undefined until the first value for this key.
 * Never reads twice at once: changes during a read cause one more read after it. A failed read keeps the last value.
 */
export function usePolled<T>(read: () => Promise<T>, key: string, version: number): T | undefined {
  const [latest, setLatest] = useState<{ readonly key: string; readonly value: T }>();
  const pending = useRef<PendingRead>(undefined);
  useEffect(() => {
    if (pending.current?.key === key) {
      pending.current.again = true;
      return;
    }
    const own: PendingRead = { key, again: false };
    pending.current = own;
    const run = async (): Promise<void> => {
      while (pending.current === own) {
        own.again = false;
        // After a failure there is no retry: the change events cause one when the workspace is back.
        const value = await read().catch(() => undefined);
        if (pending.current !== own) return;
        // Synchronous with the check of `again`: a later change finds no pending read and starts one.
        if (!own.again) pending.current = undefined;
        if (value !== undefined) setLatest({ key, value });
      }
    };
    void run();
  }, [key, version]);
  return latest?.key === key ? latest.value : undefined;
}

/** How often the displayed time advances between two reads of the clock. */
const tickMs = 5000;

/** The workspace's time in milliseconds: read again when `version` changes, and running in between. */
export function useClock(version: number): number {
  const readOffset = async () => (await fetchJson<{ now: number }>('/clock')).now - Date.now();
  const offsetMs = usePolled(readOffset, 'clock', version) ?? 0;
  const [localNow, setLocalNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setLocalNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => setLocalNow(Date.now()), [offsetMs]);
  return localNow + offsetMs;
}

interface Usage {
  readonly metrics: readonly UsageMetric[];
  readonly apps: readonly UsageApp[];
}

const noUsage: Usage = { metrics: [], apps: [] };

/** The apps and metrics that readings can be reported for; read again when `version` changes. */
export function useUsage(version: number): Usage {
  return usePolled(() => fetchJson<Usage>('/_sandbox/usage'), 'usage', version) ?? noUsage;
}
