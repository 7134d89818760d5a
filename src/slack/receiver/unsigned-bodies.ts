import type { IncomingMessage } from 'node:http';
import rawBody from 'raw-body';

/** Reads bodies that nobody has vouched for yet: whether Slack signed one shows only when all of it is there. */
export interface UnsignedBodies {
  /** The whole body; null if it is too large. Rejects when the request breaks off, or is broken off here. */
  read(request: IncomingMessage): Promise<string | null>;
}

interface UnsignedBodiesOptions {
  readonly maxBytesPerBody: number;
  /** Of all bodies that are being read at the same time. */
  readonly maxBytes: number;
  /** Called for a request that is broken off because there are more. */
  onBrokenOff(request: IncomingMessage): void;
}

/**
 * When there are too many bytes, the largest body is broken off: what Slack sends is small and there at once, and must
 * not be kept out by somebody who sends much and never finishes.
 */
export function createUnsignedBodies({
  maxBytesPerBody,
  maxBytes,
  onBrokenOff,
}: UnsignedBodiesOptions): UnsignedBodies {
  const reading = new Map<IncomingMessage, number>();
  let total = 0;
  const forget = (request: IncomingMessage) => {
    total -= reading.get(request) ?? 0;
    reading.delete(request);
  };
  const breakOffLargest = () => {
    const [largest] = [...reading].reduce((one, other) => (other[1] > one[1] ? other : one));
    forget(largest);
    onBrokenOff(largest);
    largest.destroy();
  };
  const count = (request: IncomingMessage, bytes: number) => {
    const before = reading.get(request);
    if (before === undefined) return;
    reading.set(request, before + bytes);
    total += bytes;
    while (total > maxBytes) breakOffLargest();
  };
  return {
    async read(request) {
      reading.set(request, 0);
      request.on('data', (chunk: Buffer) => count(request, chunk.length));
      try {
        return (await rawBody(request, { limit: maxBytesPerBody })).toString();
      } catch (error) {
        if ((error as { type?: string }).type === 'entity.too.large') return null;
        throw error;
      } finally {
        forget(request);
      }
    },
  };
}
