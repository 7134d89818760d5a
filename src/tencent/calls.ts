import type { TencentCredentials } from '../config/tencent-credentials.js';
import { type Request, sendRequest } from './client.js';
import { domains } from './domains.js';
import type { TencentError } from './errors.js';
import { type Clock, createRateLimiter } from './rate-limiter.js';

/** An app to ask about: its key, and the data center that its record names. */
export interface VendorApp extends TencentCredentials {
  readonly dataCenter: string;
}

export type Answer<T> = { readonly value: T } | { readonly problem: TencentError };

/** Asks about an app. `lane` is for what the vendor allows once a second over all apps together. */
export type Call = <T>(app: VendorApp, request: Request<T>, lane?: string) => Promise<Answer<T>>;

/** One call per second; a little more, as the way to the vendor does not always take equally long. Milliseconds. */
const interval = 1_100;
const attempts = 3;
const longestWait = 60_000;

/**
 * Calls the vendor's REST API: never two calls for one app, or in one lane, in the same second; each is given up after
 * `timeout` milliseconds; what passes by itself is asked three times, with 1 and 2 seconds between or what Retry-After
 * says. An error is a value. Source: the vendor's "RESTful API Overview".
 */
export function createTencentClient(clock: Clock, timeout: number): Call {
  const pace = createRateLimiter(clock, interval);
  return async (app, request, lane) => {
    const domain = domains.get(app.dataCenter);
    if (domain === undefined) return { problem: nowhere(app) };
    for (let attempt = 1; ; attempt += 1) {
      await pace(`app ${app.sdkAppId}`, ...(lane === undefined ? [] : [lane]));
      const asked = await sendRequest(app, request, { domain, timeout, now: clock.now() });
      if ('value' in asked) return asked;
      const wait = Math.max(1_000 * 2 ** (attempt - 1), asked.retryAfter);
      if (!passes(asked.problem) || attempt === attempts || wait > longestWait) return { problem: asked.problem };
      await clock.sleep(wait);
    }
  };
}

const passes = ({ kind }: TencentError) => kind === 'busy' || kind === 'unreachable';

function nowhere({ sdkAppId, dataCenter }: VendorApp): TencentError {
  const sentence = `No domain of the vendor is known for the data center "${dataCenter}".`;
  return { kind: 'wrong-domain', sdkAppId, errorCode: null, sentence };
}
