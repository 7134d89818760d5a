import { ackLatency } from './ack-latency.mjs';
import { cachePropagation } from './cache-propagation.mjs';
import { check } from './check.mjs';
import { closeMonth } from './close-month.mjs';
import { parsing } from './parse.mjs';
import { pricing } from './pricing.mjs';
import { startup } from './startup.mjs';
import { sweep } from './sweep.mjs';
import { upgrade } from './upgrade.mjs';

/**
 * What is measured, in this order. Each has a name for `--only` and a `measure` that is handed the harness, starts in it
 * what it needs, and answers rows.
 */
export const figures = [startup, ackLatency, upgrade, check, cachePropagation, pricing, parsing, closeMonth, sweep];
