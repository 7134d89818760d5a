import type { Metrics } from '../../src/observability/meters.js';

/** Nobody watches. */
export const noMeters: Metrics = {
  acknowledged() {},
  outcome() {},
  failed() {},
  message() {},
  job() {},
  checked() {},
};
