import { type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { z } from 'zod';
import { retryWithBackoff } from '../backoff.js';
import { requestTimeoutMs } from '../client.js';

interface SocketModeSettings {
  readonly appToken: string;
  readonly apiUrl: string;
}

export interface SocketMode {
  readonly receiver: Receiver;
  /** False for some seconds whenever Slack, every few hours, or the network closes the socket. */
  isOpen(): boolean;
}

/** A receiver that, once started, reopens its socket whenever it closes, and keeps trying until it is stopped. */
export function createSocketMode({ appToken, apiUrl }: SocketModeSettings, logger: Logger): SocketMode {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The library's own reconnecting stops for good, with an unhandled rejection, when Slack refuses another socket.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: requestTimeoutMs,
        retryConfig: { retries: 0 },
        // Otherwise the library waits for as long as Slack says, be it for years.
        rejectRateLimitedCalls: true,
      },
    },
    customPropertiesExtractor: ({ envelope_id: key }: { envelope_id: string }) => ({ key, envelope: key }),
  });
  const { client } = receiver;
  dropInvalidFrames(receiver);
  const stopping = new AbortController();
  const isOpen = trackConnection(client, stopping.signal);
  let shouldReconnect = false;
  const reopen = async () => {
    shouldReconnect = false;
    const attempt = () =>
      client.start().then(
        () => true,
        (error: unknown) => {
          logger.warn('there is no socket to Slack yet', error ?? 'it broke before Slack greeted us');
          return false;
        },
      );
    shouldReconnect = await retryWithBackoff(attempt, stopping.signal);
  };
  client.on('disconnected', () => {
    if (shouldReconnect) void reopen();
  });
  return {
    isOpen,
    receiver: {
      init: (app) => receiver.init(app),
      async start() {
        await client.start();
        shouldReconnect = true;
      },
      async stop() {
        shouldReconnect = false;
        stopping.abort();
        await receiver.stop();
      },
    },
  };
}

/** Returns whether the socket is open. Closes one that takes too long to open, or opens while stopping. */
function trackConnection(client: SocketModeReceiver['client'], stopping: AbortSignal): () => boolean {
  let open = false;
  let connectTimer: NodeJS.Timeout | undefined;
  client.on('connecting', () => {
    clearTimeout(connectTimer);
    connectTimer = setTimeout(() => void client.disconnect(), stopping.aborted ? 0 : requestTimeoutMs).unref();
  });
  client.on('connected', () => {
    clearTimeout(connectTimer);
    open = true;
  });
  client.on('close', () => {
    clearTimeout(connectTimer);
    open = false;
  });
  return () => open;
}

const greetingSchema = z.object({ type: z.enum(['hello', 'disconnect']) });
const envelopeSchema = z.object({ type: z.string(), envelope_id: z.string(), payload: z.looseObject({}) });
const eventSchema = z.object({
  type: z.literal('events_api'),
  payload: z.object({ event: z.object({ type: z.string() }) }),
});
const envelopeIdSchema = z.object({ envelope_id: z.string() });

/**
 * Hides from the library every frame that it cannot read: it would throw where nothing catches it, which ends the
 * process. Of an invalid frame with an envelope id, only the id is passed on, so that it is acknowledged and not resent.
 */
function dropInvalidFrames({ client }: Pick<SocketModeReceiver, 'client'>): void {
  const listeners = client.listeners('ws_message');
  // The library emits Slack's messages by their type, under the same emitter as its own events.
  const isUnusedEventName = (type: string) => client.listenerCount(type) === 0;
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown) => {
    const frame = typeof data === 'string' ? validFrame(data, isUnusedEventName) : null;
    if (frame !== null) for (const listener of listeners) listener(frame, false);
  });
}

function validFrame(text: string, isUnusedEventName: (type: string) => boolean): string | null {
  const frame = parseJson(text);
  if (greetingSchema.safeParse(frame).success || isValidEnvelope(frame, isUnusedEventName)) return text;
  const { data: envelope } = envelopeIdSchema.safeParse(frame);
  return envelope ? JSON.stringify({ type: 'unreadable', envelope_id: envelope.envelope_id, payload: {} }) : null;
}

function isValidEnvelope(frame: unknown, isUnusedEventName: (type: string) => boolean): boolean {
  const { data } = envelopeSchema.safeParse(frame);
  if (!data || !isUnusedEventName(data.type)) return false;
  if (data.type !== 'events_api') return true;
  const event = eventSchema.safeParse(frame).data;
  return event !== undefined && isUnusedEventName(event.payload.event.type);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
