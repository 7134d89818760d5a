import type { UsageApp, UsageMetric } from '../../src/usage.js';
import { get } from './send-command.js';
import { useFresh } from './use-polled.js';

interface Usage {
  readonly metrics: readonly UsageMetric[];
  readonly apps: readonly UsageApp[];
}

const none: Usage = { metrics: [], apps: [] };

/** What can be reported, and of which apps; asked for anew whenever `count` rises. */
export function useUsage(count: number): Usage {
  return useFresh(() => get<Usage>('/_sandbox/usage'), 'usage', count) ?? none;
}
