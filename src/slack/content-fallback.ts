import type { View } from '@slack/types';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import { type SlackClient, slackError } from './client.js';
import { messageAsText, viewAsText } from './render/as-text.js';
import type { Message } from './render/messages.js';
import type { MessageTranslator } from './render/translator.js';
import { isContentRefused } from './retry-policy.js';

interface FallbackDeps {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'contentRefused'>;
}

/** Where content is shown: the label of the metric. */
export type Surface = 'message' | 'response' | 'modal' | 'home';

/**
 * Sends a message. If Slack refuses its content, which is a bug of ours, that is logged and counted, and the message is
 * sent once more as plain text. Throws whatever the last attempt throws.
 */
export async function withTextFallback<T>(
  deps: FallbackDeps,
  { surface, translator, message }: { surface: Surface; translator: MessageTranslator; message: Message },
  send: (message: Message) => Promise<T>,
): Promise<T> {
  try {
    return await send(message);
  } catch (error) {
    if (!isContentRefused(error)) throw error;
    reportRefusedContent(deps, surface, error);
    return send(messageAsText(translator, message));
  }
}

/** The same client, which shows views that Slack refuses as plain text, unless there is something to submit in them. */
export function withViewFallback(client: SlackClient, deps: FallbackDeps): SlackClient {
  const orAsText = async <T>(view: View, show: (view: View) => Promise<T>): Promise<T> => {
    try {
      return await show(view);
    } catch (error) {
      if (!isContentRefused(error)) throw error;
      reportRefusedContent(deps, view.type === 'home' ? 'home' : 'modal', error);
      const asText = viewAsText(view);
      if (!asText) throw error;
      return show(asText);
    }
  };
  return {
    ...client,
    openView: (triggerId, view) => orAsText(view, (shown) => client.openView(triggerId, shown)),
    updateView: (viewId, view, hash) => orAsText(view, (shown) => client.updateView(viewId, shown, hash)),
    publishHome: (user, view, hash) => orAsText(view, (shown) => client.publishHome(user, shown, hash)),
  };
}

function reportRefusedContent({ log, metrics }: FallbackDeps, surface: Surface, error: unknown): void {
  metrics.contentRefused(surface);
  log.error({ err: error, slack: slackError(error), surface }, 'Slack refuses the content of what the bot shows');
}
