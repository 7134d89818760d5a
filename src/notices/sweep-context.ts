import type { ServiceContext } from '../changes/context.js';
import type { Language } from '../i18n/language.js';

/** Where a notice goes when its app has no channel or language of its own. Without a channel there is no notice. */
export interface NoticeDefaults {
  readonly noticesChannel: string | null;
  readonly language: Language;
}

/** What sweeps work with. Every sweep may run twice, in several processes at once, and any time late. */
export interface SweepContext extends ServiceContext {
  readonly noticeDefaults: NoticeDefaults;
}
