import { devExpiry } from './kinds/dev-expiry/kind.js';
import { disableCountdown } from './kinds/disable-countdown/kind.js';
import { limitError } from './kinds/limit-error/kind.js';
import { limitThreshold } from './kinds/limit-threshold/kind.js';
import { statement } from './kinds/statement/kind.js';
import type { NoticeKind } from './notice.js';

/** Every kind of notice about an app. */
export const notices: readonly NoticeKind[] = [devExpiry, disableCountdown, limitThreshold, limitError, statement];
