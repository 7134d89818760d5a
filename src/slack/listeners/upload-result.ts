import type { Outcome } from '../../changes/change.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Chart } from '../../operations/attachments.js';
import { slackError, type Upload } from '../client.js';
import type { Context } from '../context.js';
import { slackBook } from '../phrases.js';
import { cut, cutMrkdwn } from '../render/blocks.js';
import { chartPng } from '../render/chart-png.js';
import { csvUpload, longestTitle } from '../render/csv.js';
import type { Person } from '../users.js';

const { say } = slackBook;

/** Slack's limits for what is said about a file. */
const longest = { altText: 1000, comment: 3000 } as const;

/**
 * Uploads the chart or the list of an answer to the conversation it was asked in, where everybody sees it and for whom
 * it is; where there is none, or the bot is not in it, to
 * the person's direct conversation with the bot. Answers what is to be said about it, or null: it stands where it was
 * asked for, or there is none. Never throws: the answer in words does not depend on it.
 */
export async function showFile(
  context: Context,
  person: Person,
  { outcome, conversation }: { outcome: Outcome; conversation: string | undefined },
): Promise<Phrase | null> {
  if (outcome.step !== 'answer') return null;
  const { chart, table } = outcome.plan;
  const shown = chart ?? table;
  if (!shown) return null;
  const { web, log } = context;
  try {
    const upload = chart ? await drawn(person, chart) : table && csvUpload(person.voice, table);
    if (!upload) return null;
    const { mrkdwn } = context.aloud(outcome.app);
    const comment = cutMrkdwn(mrkdwn(say('fileFor', { who: person.id, what: shown.title })), longest.comment);
    if (conversation !== undefined && (await uploaded(context, conversation, { ...upload, comment }))) return null;
    await web.upload(await web.directMessage(person.id), upload);
    return say('fileSentDirectly');
  } catch (error) {
    log.warn({ err: error, slack: slackError(error) }, 'a file could not be shown');
    return say('fileFailed');
  }
}

async function drawn({ voice }: Person, chart: Chart): Promise<Upload> {
  return {
    name: `usage-${chart.today}.png`,
    title: cut(voice.plain(chart.title), longestTitle),
    altText: cut(voice.plain(chart.alt), longest.altText),
    bytes: await chartPng(chart),
  };
}

/** Whether Slack took it there; it does not where the bot is no member. */
async function uploaded({ web, log }: Context, conversation: string, upload: Upload): Promise<boolean> {
  try {
    await web.upload(conversation, upload);
    return true;
  } catch (error) {
    const refused = slackError(error);
    if (refused === null) throw error;
    log.info({ conversation, slack: refused }, 'a file goes to the direct conversation instead');
    return false;
  }
}
