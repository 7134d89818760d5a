import { acknowledging } from './acknowledging.mjs';
import { checking } from './checking.mjs';
import { closing } from './closing.mjs';
import { hearing } from './hearing.mjs';
import { pricing } from './pricing.mjs';
import { starting } from './starting.mjs';
import { sweeping } from './sweeping.mjs';
import { upgrading } from './upgrading.mjs';

/**
 * What is measured, in this order. Each has a name for `--only` and a `measure` that is handed the house, starts in it
 * what it needs, and answers rows.
 */
export const figures = [starting, acknowledging, upgrading, checking, hearing, pricing, closing, sweeping];
