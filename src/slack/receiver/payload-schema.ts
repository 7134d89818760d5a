import { z } from 'zod';
import { isSlackUser } from '../../domain/slack-ids.js';

/**
 * The fields of Slack's payloads that are read here. Checked in one place, so that a field of another type is not found
 * only where it is used.
 */
const text = z.string();
const team = text.nullish();
const userId = z.string().refine(isSlackUser);
const user = z.object({ id: userId, team_id: team });
/** What says whom a payload is from and for; see slack/identity.ts. */
const origin = {
  api_app_id: text.optional(),
  team_id: team,
  is_enterprise_install: z.union([z.boolean(), text]).nullish(),
};
const interaction = { ...origin, user, team: z.object({ id: text }).nullish() };
const selectedOption = z.object({ value: text.optional() }).nullish();
const view = z.object({
  id: text,
  hash: text.optional(),
  callback_id: text.optional(),
  private_metadata: text.optional(),
  app_installed_team_id: team,
});
const action = z.object({ action_id: text, value: text.nullish(), selected_option: selectedOption });

const commandSchema = z.object({ ...origin, command: text, text, user_id: userId, trigger_id: text });
const payloadSchema = z.discriminatedUnion('type', [
  z.object({
    ...interaction,
    type: z.literal('block_actions'),
    trigger_id: text,
    actions: z.array(action).min(1),
    view: z.object({ app_installed_team_id: team }).nullish(),
  }),
  z.object({
    ...interaction,
    type: z.enum(['view_submission', 'view_closed']),
    view,
    actions: z.undefined().optional(),
  }),
  z.object({
    ...interaction,
    type: z.literal('block_suggestion'),
    value: text,
    actions: z.undefined().optional(),
    view: z.object({ app_installed_team_id: team }).nullish(),
  }),
  z.object({
    ...interaction,
    type: z.enum(['shortcut', 'message_action']),
    trigger_id: text,
    actions: z.undefined().optional(),
  }),
  z.object({
    ...origin,
    type: z.literal('event_callback'),
    event_id: text,
    event: z.object({ type: text, user: userId.optional() }),
  }),
]);

/** Whether a body has the shape of a payload that the bot handles. */
export function isSlackPayload(body: unknown): boolean {
  const isCommand = typeof body === 'object' && body !== null && 'command' in body;
  return (isCommand ? commandSchema : payloadSchema).safeParse(body).success;
}
