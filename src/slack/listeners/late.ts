import { randomUUID } from 'node:crypto';
import { type SlackContext, withFailureReference } from '../context.js';
import { lateView } from '../render/views.js';
import type { SlackUser } from '../users.js';
import type { Reply } from './on-submit.js';

/**
 * Shows what came of a modal that has been standing there as loading. The deed may be done: where Slack does not take
 * the view, the person gets it as a direct message.
 */
export async function updateAfterAck(
  context: SlackContext,
  user: SlackUser,
  { viewId, reply }: { viewId: string; reply: Reply },
): Promise<void> {
  const { client, log } = context;
  try {
    await client.updateView(viewId, 'view' in reply ? reply.view : lateView(user.translator, reply.errors));
  } catch (error) {
    log.warn({ err: error }, 'what came of a modal could not be shown in it: it is said directly');
    const phrase = async () =>
      void (await client.post(await client.directMessage(user.id), reply.inWords(), {
        id: randomUUID(),
        threadTs: null,
      }));
    await withFailureReference(context, phrase, () => undefined);
  }
}
