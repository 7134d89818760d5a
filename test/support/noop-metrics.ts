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
};
