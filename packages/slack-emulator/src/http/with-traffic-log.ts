import type { WorkspaceContext } from '../context.js';
import type { Exchange } from '../traffic-log.js';
import { type HttpResult, type IncomingRequest, noResponse, resetConnection } from './http.js';

interface LoggedRequest {
  readonly via: Exchange['via'];
  readonly name: string;
  readonly incoming: IncomingRequest;
  readonly body: string;
}

/** Records a request of the bot and its response in the traffic log. */
export async function withTrafficLog(
  ctx: WorkspaceContext,
  entry: LoggedRequest,
  respond: () => Promise<HttpResult>,
): Promise<HttpResult> {
  const { via, name, incoming, body } = entry;
  const request = { headers: incoming.headers, body };
  const id = ctx.traffic.started({ direction: 'from-bot', via, name, request });
  const result = await respond();
  if (result === resetConnection || result === noResponse) {
    const failure = result === resetConnection ? 'connection reset' : 'no answer';
    ctx.traffic.finished(id, { failure });
  } else {
    const loggedBody = typeof result.body === 'string' ? result.body : `(${result.body.length} bytes)`;
    const response = { status: result.status, headers: result.headers ?? {}, body: loggedBody };
    ctx.traffic.finished(id, { response });
  }
  return result;
}
