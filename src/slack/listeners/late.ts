import { randomUUID } from 'node:crypto';
import { type Context, orReference } from '../context.js';
import { lateView } from '../render/views.js';
import type { Person } from '../users.js';
import type { Reply } from './on-submit.js';

/**
 * Shows what came of a modal that has been standing there as loading. The deed may be done: where Slack does not take
 * the view, the person gets it as a direct message.
 */
export async function showLate(
  context: Context,
  person: Person,
  { viewId, reply }: { viewId: string; reply: Reply },
): Promise<void> {
  const { web, log } = context;
  try {
    await web.updateView(viewId, 'view' in reply ? reply.view : lateView(person.voice, reply.errors));
  } catch (error) {
    log.warn({ err: error }, 'what came of a modal could not be shown in it: it is said directly');
    const say = async () =>
      void (await web.post(await web.directMessage(person.id), reply.inWords(), { id: randomUUID(), under: null }));
    await orReference(context, say, () => undefined);
  }
}
