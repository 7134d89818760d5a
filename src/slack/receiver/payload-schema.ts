import { z } from 'zod';

/**
 * The fields of Slack's payloads that are read here. Checked in one place, so that a field of another type is not found
 * only where it is used.
 */
const text = z.string();
const user = z.object({ id: text });
const selectedOption = z.object({ value: text.optional() }).nullish();
const view = z.object({
  id: text,
  hash: text.optional(),
  callback_id: text.optional(),
  private_metadata: text.optional(),
});
const action = z.object({ action_id: text, value: text.nullish(), selected_option: selectedOption });

const commandSchema = z.object({ command: text, text, user_id: text, trigger_id: text });
const payloadSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('block_actions'), user, trigger_id: text, actions: z.array(action).min(1) }),
  z.object({ type: z.enum(['view_submission', 'view_closed']), user, view, actions: z.undefined().optional() }),
  z.object({ type: z.literal('block_suggestion'), user, value: text, actions: z.undefined().optional() }),
  z.object({ type: z.enum(['shortcut', 'message_action']), user, trigger_id: text, actions: z.undefined().optional() }),
  z.object({
    type: z.literal('event_callback'),
    event_id: text,
    event: z.object({ type: text, user: text.optional() }),
  }),
]);

/** Whether a body has the shape of a payload that the bot handles. */
export function isSlackPayload(body: unknown): boolean {
  const isCommand = typeof body === 'object' && body !== null && 'command' in body;
  return (isCommand ? commandSchema : payloadSchema).safeParse(body).success;
}
