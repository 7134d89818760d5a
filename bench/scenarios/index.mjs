import { acknowledging } from './ack-latency.mjs';
import { hearing } from './cache-propagation.mjs';
import { checking } from './check.mjs';
import { closing } from './close-month.mjs';
import { pricing } from './pricing.mjs';
import { starting } from './startup.mjs';
import { sweeping } from './sweep.mjs';
import { upgrading } from './upgrade.mjs';

/**
 * What is measured, in this order. Each has a name for `--only` and a `measure` that is handed the house, starts in it
 * what it needs, and answers rows.
 */
export const figures = [starting, acknowledging, upgrading, checking, hearing, pricing, closing, sweeping];
