import type { Metrics } from '../../src/observability/metrics.js';

export const noMetrics: Metrics = {
  acknowledged() {},
  outcome() {},
  failed() {},
  message() {},
  contentRefused() {},
  job() {},
  checked() {},
  priceListProblems() {},
  refused() {},
  clockJumped() {},
};

/** What a bot without any problem says of itself. */
export const allWell = () => ({
  slack_up: true,
  worker_up: true,
  approvals_channel_up: true,
  notices_channel_up: true,
  clock_trusted: true,
});
