import { randomUUID } from 'node:crypto';
import { RespondError, type RespondFn } from '@slack/bolt';
import { z } from 'zod';
import { withTextFallback } from '../content-fallback.js';
import type { SlackContext } from '../context.js';
import type { Message } from '../render/messages.js';
import type { SlackUser } from '../users.js';

/** A message that only this user sees, beside the message that it replies to. */
export function ephemeral(message: Message) {
  return { response_type: 'ephemeral' as const, replace_original: false, ...message };
}

/**
 * Answers through the response_url of a request. If Slack does not take the answer there, for example because the
 * response_url was used too often or is too old, the user gets it as a direct message.
 */
export function createRespondEphemeral(
  context: SlackContext,
  user: SlackUser,
  respond: RespondFn,
): (message: Message) => Promise<void> {
  const { translator } = user;
  return async (message) => {
    try {
      await withTextFallback(context, { surface: 'response', translator, message }, async (shown) =>
        assertTaken(await respond(ephemeral(shown))),
      );
    } catch (error) {
      context.log.warn({ err: error }, 'an answer could not be shown where it was asked for: it is sent directly');
      await sendDirectly(context, user, message);
    }
  };
}

const refusalSchema = z.object({ ok: z.literal(false), error: z.string() });

/** Slack can also refuse with status 200 and say so in the body. Throws as Bolt does for another status. */
async function assertTaken(response: Awaited<ReturnType<RespondFn>>): Promise<void> {
  const refusal = refusalSchema.safeParse(await response.json().catch(() => null)).data;
  if (!refusal) return;
  const isGone = refusal.error === 'used_url' || refusal.error === 'expired_url';
  throw new RespondError(`Slack refuses an answer: ${refusal.error}.`, isGone ? 404 : 400);
}

/** Posts the message in the direct conversation with the user. */
export async function sendDirectly(context: SlackContext, user: SlackUser, message: Message): Promise<void> {
  const { client } = context;
  const conversation = await client.directMessage(user.id);
  await withTextFallback(context, { surface: 'message', translator: user.translator, message }, (shown) =>
    client.post(conversation, shown, { id: randomUUID(), threadTs: null }),
  );
}
