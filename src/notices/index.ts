import { devExpiry } from './dev-expiry/dev-expiry.js';
import { disableCountdown } from './disable-countdown/disable-countdown.js';
import { limit } from './limit/limit.js';
import { limitRefused } from './limit-refused/limit-refused.js';
import type { NoticeKind } from './notice.js';
import { statement } from './statement/statement.js';

/** Every kind of notice about an app. */
export const notices: readonly NoticeKind[] = [devExpiry, disableCountdown, limit, limitRefused, statement];
