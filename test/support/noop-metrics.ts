import type { Metrics } from '../../src/observability/metrics.js';

/** Nobody watches. */
export const noMeters: Metrics = {
  acknowledged() {},
  outcome() {},
  failed() {},
  message() {},
  job() {},
  checked() {},
};
