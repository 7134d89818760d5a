import type { ServiceContext } from '../changes/context.js';
import type { Language } from '../i18n/language.js';

/** Channel and language of notices about apps that have none of their own. Without a channel there is no notice. */
export interface NoticeDefaults {
  readonly noticesChannel: string | null;
  readonly language: Language;
}

/** What every sweep works with. A sweep can run twice, in several processes at once, and late. */
export interface SweepContext extends ServiceContext {
  readonly noticeDefaults: NoticeDefaults;
}
