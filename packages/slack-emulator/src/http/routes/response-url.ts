import type { WorkspaceContext } from '../../context.js';
import { isObject, parseJson } from '../../json.js';
import { postToResponseUrl } from '../../outbound/response-url.js';
import type { HttpResult, IncomingRequest } from '../http.js';
import { withFault } from '../with-fault.js';
import { withTrafficLog } from '../with-traffic-log.js';

/** POST /hooks/<key>: a message through a response_url. */
export function responseUrlRoute(ctx: WorkspaceContext, incoming: IncomingRequest): Promise<HttpResult> {
  const key = incoming.path.slice('/hooks/'.length);
  const body = incoming.body.toString('utf8');
  const entry = { via: 'response_url', name: 'response_url', incoming, body } as const;
  return withTrafficLog(ctx, entry, () =>
    withFault(ctx, 'response_url', () => {
      const parsed = parseJson(body);
      return postToResponseUrl(ctx, key, isObject(parsed) ? parsed : undefined);
    }),
  );
}
