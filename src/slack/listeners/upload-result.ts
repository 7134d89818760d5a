import type { Outcome } from '../../changes/change.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Chart } from '../../operations/attachments.js';
import { slackError, type Upload } from '../client.js';
import type { SlackContext } from '../context.js';
import { slackPhrases } from '../phrases.js';
import { truncate, truncateMrkdwn } from '../render/blocks.js';
import { chartPng } from '../render/chart-png.js';
import { csvUpload, longestTitle } from '../render/csv.js';
import type { SlackUser } from '../users.js';

const { phrase } = slackPhrases;

/** Slack's limits for what is said about a file. */
const longest = { altText: 1000, comment: 3000 } as const;

/**
 * Uploads the chart or the list of an answer to the conversation it was asked in, where everybody sees it and for whom
 * it is; where there is none, or the bot is not in it, to
 * the person's direct conversation with the bot. Answers what is to be said about it, or null: it stands where it was
 * asked for, or there is none. Never throws: the answer in words does not depend on it.
 */
export async function uploadResultFile(
  context: SlackContext,
  user: SlackUser,
  { outcome, conversation }: { outcome: Outcome; conversation: string | undefined },
): Promise<Phrase | null> {
  if (outcome.step !== 'answer') return null;
  const { chart, table } = outcome.plan;
  const shown = chart ?? table;
  if (!shown) return null;
  const { client, log } = context;
  try {
    const upload = chart ? await rendered(user, chart) : table && csvUpload(user.translator, table);
    if (!upload) return null;
    const { mrkdwn } = context.channelTranslator(outcome.app);
    const comment = truncateMrkdwn(mrkdwn(phrase('fileFor', { who: user.id, what: shown.title })), longest.comment);
    if (conversation !== undefined && (await uploaded(context, conversation, { ...upload, comment }))) return null;
    await client.upload(await client.directMessage(user.id), upload);
    return phrase('fileSentDirectly');
  } catch (error) {
    log.warn({ err: error, slack: slackError(error) }, 'a file could not be shown');
    return phrase('fileFailed');
  }
}

async function rendered({ translator }: SlackUser, chart: Chart): Promise<Upload> {
  return {
    name: `usage-${chart.today}.png`,
    title: truncate(translator.plain(chart.title), longestTitle),
    altText: truncate(translator.plain(chart.alt), longest.altText),
    bytes: await chartPng(chart),
  };
}

/** Whether Slack took it there; it does not where the bot is no member. */
async function uploaded({ client, log }: SlackContext, conversation: string, upload: Upload): Promise<boolean> {
  try {
    await client.upload(conversation, upload);
    return true;
  } catch (error) {
    const refused = slackError(error);
    if (refused === null) throw error;
    log.info({ conversation, slack: refused }, 'a file goes to the direct conversation instead');
    return false;
  }
}
