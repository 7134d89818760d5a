import type { WebClient } from '@slack/web-api';

/** Instants, the latter included. */
export interface Between {
  readonly from: Date;
  readonly to: Date;
}

/** What our messages carry is kept under this name. */
const messageEvent = 'imapp_message';

/** What goes with a message, unseen, so that it can be found again. */
export function messageMetadata(id: string) {
  return { event_type: messageEvent, event_payload: { id } };
}

interface Sought {
  readonly channel: string;
  readonly id: string;
  readonly between: Between;
}

/** The ts of our message that carries `id`: looks through all that was said in the conversation in that time. */
export async function findMessage(client: WebClient, { channel, id, between }: Sought): Promise<string | null> {
  const seconds = (at: Date) => (at.getTime() / 1000).toFixed(6);
  const span = { oldest: seconds(between.from), latest: seconds(between.to), inclusive: true };
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel,
      ...span,
      include_all_metadata: true,
      limit: 200,
      ...(cursor && { cursor }),
    });
    const ours = page.messages?.find(({ metadata }) => {
      const { id: carried } = (metadata?.event_payload ?? {}) as { id?: unknown };
      return metadata?.event_type === messageEvent && carried === id;
    });
    if (ours?.ts) return ours.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

/**
 * Whether the bot is among those who have replied to a message. Asked of the message itself: a bot may not read threads
 * in channels (https://docs.slack.dev/reference/methods/conversations.replies).
 */
export async function hasReplied(
  client: WebClient,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<boolean> {
  const [{ user_id = '', bot_id = '' }, { messages = [] }] = await Promise.all([
    client.auth.test(),
    client.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true, limit: 1 }),
  ]);
  return messages.some((it) => it.ts === ts && it.reply_users?.some((who) => who === user_id || who === bot_id));
}
