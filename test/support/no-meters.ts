import type { Meters } from '../../src/meters.js';

/** Nobody watches. */
export const noMeters: Meters = {
  acknowledged() {},
  outcome() {},
  failed() {},
  message() {},
  job() {},
  checked() {},
};
