import type { Meters } from '../../src/observability/meters.js';

/** Nobody watches. */
export const noMeters: Meters = {
  acknowledged() {},
  outcome() {},
  failed() {},
  message() {},
  job() {},
  checked() {},
};
