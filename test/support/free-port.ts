import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that nobody listens on at the moment. It is none of those that systems give away by themselves, so that it is
 * still free when it is let go of for a while.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const taken = await once(probe, 'listening').then(
      () => false,
      () => true,
    );
    if (taken) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
