import type { View } from '@slack/types';
import type { Phrase } from '../../i18n/phrase.js';
import type { SlackContext } from '../context.js';
import { slackPhrases } from '../phrases.js';
import { section } from '../render/blocks.js';
import { homeWithText } from '../render/home.js';
import { type Message, sentence } from '../render/messages.js';
import { infoView } from '../render/views.js';
import type { SlackUser } from '../users.js';
import type { ActionEvent } from './actions.js';

/** The answer to somebody who may not see anything: why, and nothing else. */
export function refusalMessage({ recordOutcome }: SlackContext, { translator }: SlackUser, refusal: Phrase): Message {
  recordOutcome({ step: 'refused' });
  return sentence(translator, refusal);
}

/** The same as a modal. */
export function refusedView({ recordOutcome }: SlackContext, { translator }: SlackUser, refusal: Phrase): View {
  recordOutcome({ step: 'refused' });
  return infoView(translator, slackPhrases.phrase('manage'), [section(translator, refusal)]);
}

/** The same as a Home tab. */
export async function publishRefusal(context: SlackContext, user: SlackUser, refusal: Phrase): Promise<void> {
  context.recordOutcome({ step: 'refused' });
  await context.client.publishHome(user.id, homeWithText(user.translator, refusal));
}

/** The same where an action happened: in a modal, on the Home tab or beside a message. */
export async function respondRefusal(
  context: SlackContext,
  user: SlackUser,
  { event, refusal }: { readonly event: ActionEvent; readonly refusal: Phrase },
): Promise<void> {
  if (event.view) await context.client.updateView(event.view.id, refusedView(context, user, refusal));
  else if (event.home) await publishRefusal(context, user, refusal);
  else await event.replyTarget.respondEphemeral?.(refusalMessage(context, user, refusal));
}
