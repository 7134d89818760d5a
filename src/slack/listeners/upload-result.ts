import type { Outcome } from '../../changes/change.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Chart } from '../../operations/attachments.js';
import { slackError, type Upload } from '../client.js';
import type { SlackContext } from '../context.js';
import { slackLimits } from '../limits.js';
import { slackPhrases } from '../phrases.js';
import { truncate, truncateMrkdwn } from '../render/blocks.js';
import { chartPng } from '../render/chart-png.js';
import { csvUpload } from '../render/csv.js';
import type { SlackUser } from '../users.js';

const { phrase } = slackPhrases;

/**
 * Uploads the chart or table of a result to the conversation of the request, with a comment that names the user; without
 * a conversation, or if the bot is not a member of it, to the direct conversation with the user. Returns what to tell the
 * user about it; null if there is no file or it is where it was asked for. Never throws: the text is complete without it.
 */
export async function uploadResultFile(
  context: SlackContext,
  user: SlackUser,
  { outcome, channelId }: { outcome: Outcome; channelId: string | undefined },
): Promise<Phrase | null> {
  const plan = outcome.step === 'result' ? outcome.plan : outcome.step === 'preview' ? outcome.change.agreedPlan : null;
  if (plan === null) return null;
  const { chart, table } = plan;
  const attachment = chart ?? table;
  if (!attachment) return null;
  const { client, log } = context;
  try {
    const upload = chart ? await renderChart(user, chart) : table && csvUpload(user.translator, table);
    if (!upload) return null;
    const { mrkdwn } = context.channelTranslator(outcome.step === 'result' ? outcome.app : null);
    const comment = truncateMrkdwn(
      mrkdwn(phrase('fileFor', { who: user.id, what: attachment.title })),
      slackLimits.fileComment,
    );
    if (channelId !== undefined && (await uploadIfMember(context, channelId, { ...upload, comment }))) return null;
    await client.upload(await client.directMessage(user.id), upload);
    return phrase('fileSentDirectly');
  } catch (error) {
    log.warn({ err: error, slack: slackError(error) }, 'a file could not be shown');
    return phrase('fileFailed');
  }
}

async function renderChart({ translator }: SlackUser, chart: Chart): Promise<Upload> {
  return {
    name: `usage-${chart.today}.png`,
    title: truncate(translator.plain(chart.title), slackLimits.fileTitle),
    altText: truncate(translator.plain(chart.alt), slackLimits.fileAltText),
    bytes: await chartPng(chart),
  };
}

/** False if Slack refuses the file, for example because the bot is not a member. */
async function uploadIfMember({ client, log }: SlackContext, channelId: string, upload: Upload): Promise<boolean> {
  try {
    await client.upload(channelId, upload);
    return true;
  } catch (error) {
    const slackErrorName = slackError(error);
    if (slackErrorName === null) throw error;
    log.info({ conversation: channelId, slack: slackErrorName }, 'a file goes to the direct conversation instead');
    return false;
  }
}
