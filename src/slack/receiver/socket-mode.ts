import { type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { requestTimeoutMs } from '../client.js';
import { retryWithBackoff } from '../retry.js';
import { dropInvalidFrames } from './frames.js';

interface Settings {
  readonly appToken: string;
  readonly apiUrl: string;
}

/** Slack over a socket. */
export interface SocketMode {
  readonly receiver: Receiver;
  /** Slack closes it every few hours, and networks whenever they like: then it takes seconds until it is open again. */
  isOpen(): boolean;
}

/** A socket that stays open once it was: whenever it closes it is opened again, however long Slack gives no other. */
export function createSocketMode({ appToken, apiUrl }: Settings, logger: Logger): SocketMode {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The library gives up for good, by a rejection that nobody hears, when Slack refuses it another; and may wait for ever.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { slackApiUrl: apiUrl, timeout: requestTimeoutMs, retryConfig: { retries: 0 } },
    },
    customPropertiesExtractor: ({ envelope_id: key }: { envelope_id: string }) => ({ key, envelope: key }),
  });
  const { client } = receiver;
  dropInvalidFrames(receiver);
  const stopping = new AbortController();
  const isOpen = watch(client, stopping.signal);
  let kept = false;
  const reopen = async () => {
    kept = false;
    const attempt = () =>
      client.start().then(
        () => true,
        (error: unknown) => {
          logger.warn('there is no socket to Slack yet', error ?? 'it broke before Slack greeted us');
          return false;
        },
      );
    kept = await retryWithBackoff(attempt, stopping.signal);
  };
  client.on('disconnected', () => {
    if (kept) void reopen();
  });
  return {
    isOpen,
    receiver: {
      init: (app) => receiver.init(app),
      async start() {
        await client.start();
        kept = true;
      },
      async stop() {
        kept = false;
        stopping.abort();
        await receiver.stop();
      },
    },
  };
}

/** Answers whether it is open; what is not open in time, or wanted no more, is closed. */
function watch(client: SocketModeReceiver['client'], stopping: AbortSignal): () => boolean {
  let open = false;
  let late: NodeJS.Timeout | undefined;
  client.on('connecting', () => {
    clearTimeout(late);
    late = setTimeout(() => void client.disconnect(), stopping.aborted ? 0 : requestTimeoutMs).unref();
  });
  client.on('connected', () => {
    clearTimeout(late);
    open = true;
  });
  client.on('close', () => {
    clearTimeout(late);
    open = false;
  });
  return () => open;
}
