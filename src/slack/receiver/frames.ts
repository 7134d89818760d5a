import type { SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';

const greeting = z.object({ type: z.enum(['hello', 'disconnect']) });
const envelopeSchema = z.object({ type: z.string(), envelope_id: z.string(), payload: z.looseObject({}) });
const eventSchema = z.object({
  type: z.literal('events_api'),
  payload: z.object({ event: z.object({ type: z.string() }) }),
});
const anything = z.object({ envelope_id: z.string() });

/**
 * Lets through to the library only what it can read: whatever else comes over the socket it would throw at, where
 * nothing catches it, and anything could end the process. Of what has no shape, but an envelope's id, only that is
 * handed on, so that it is acknowledged and does not come again.
 */
export function dropInvalidFrames({ client }: Pick<SocketModeReceiver, 'client'>): void {
  const viewHandlers = client.listeners('ws_message');
  // The library calls out what came by its type, and its own news in the same way.
  const isFree = (type: string) => client.listenerCount(type) === 0;
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown) => {
    const frame = typeof data === 'string' ? sieved(data, isFree) : null;
    if (frame !== null) for (const take of viewHandlers) take(frame, false);
  });
}

function sieved(text: string, isFree: (type: string) => boolean): string | null {
  const frame = parsed(text);
  if (greeting.safeParse(frame).success || isSound(frame, isFree)) return text;
  const { data: marked } = anything.safeParse(frame);
  return marked ? JSON.stringify({ type: 'unreadable', envelope_id: marked.envelope_id, payload: {} }) : null;
}

function isSound(frame: unknown, isFree: (type: string) => boolean): boolean {
  const { data } = envelopeSchema.safeParse(frame);
  if (!data || !isFree(data.type)) return false;
  if (data.type !== 'events_api') return true;
  const event = eventSchema.safeParse(frame).data;
  return event !== undefined && isFree(event.payload.event.type);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
