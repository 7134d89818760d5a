import { changePhrases } from './changes/phrases.js';
import { appPhrases } from './domain/labels.js';
import type { Phrases } from './i18n/phrase.js';
import { appNoticeKinds } from './notices/kinds.js';
import { feePhrases } from './operations/fees.phrases.js';
import { formPhrases } from './operations/form.phrases.js';
import { operations } from './operations/index.js';
import { operationsPhrases } from './operations/phrases.js';
import { refusalPhrases } from './operations/refusal.phrases.js';
import { slackPhrases } from './slack/phrases.js';
import { changeMessagePhrases } from './slack/render/change-messages.phrases.js';
import { homePhrases } from './slack/render/home.phrases.js';
import { noticePhrases } from './slack/render/notices.phrases.js';

/** All texts of the bot in every language. Operations and kinds of notices bring their own. */
export const allPhrases: readonly Phrases[] = [
  slackPhrases,
  changeMessagePhrases,
  noticePhrases,
  homePhrases,
  changePhrases,
  appPhrases,
  operationsPhrases,
  refusalPhrases,
  formPhrases,
  feePhrases,
  ...operations.map(({ phrases }) => phrases),
  ...appNoticeKinds.map(({ kind }) => kind.phrases),
];
