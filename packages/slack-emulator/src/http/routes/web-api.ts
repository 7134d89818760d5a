import type { WorkspaceContext } from '../../context.js';
import { type JsonObject, stringIn } from '../../json.js';
import { handleCall } from '../../web-api/answer.js';
import { readArguments } from '../../web-api/body.js';
import { errorReply } from '../../web-api/reply.js';
import { type HttpResult, type IncomingRequest, jsonResponse, type OutgoingResponse } from '../http.js';
import { withFault } from '../with-fault.js';
import { withTrafficLog } from '../with-traffic-log.js';

/** POST or GET /api/<method>: form, multipart or JSON body; token in the header or as a form argument. */
export async function webApiRoute(ctx: WorkspaceContext, incoming: IncomingRequest): Promise<HttpResult> {
  const method = incoming.path.slice('/api/'.length);
  const type = incoming.headers['content-type'] ?? '';
  const parsed = await readArguments(type, incoming.body);
  const entry = { via: 'web-api', name: method, incoming, body: loggedBody(type, incoming) } as const;
  return withTrafficLog(ctx, entry, async () => {
    const result = await withFault(ctx, method, (): OutgoingResponse => {
      if ('error' in parsed) return jsonResponse(errorReply(parsed.error));
      const args = { ...Object.fromEntries(incoming.query), ...parsed.args };
      const token = bearerToken(incoming) ?? (parsed.json ? undefined : stringIn(args, 'token'));
      const response = handleCall(ctx, { method, args: withoutToken(args), token });
      return jsonResponse(response.reply, response.status, response.headers);
    });
    return typeof result === 'string' ? result : withDate(ctx, result);
  });
}

/** Every answer says what time it is in the workspace, as Slack's do. */
function withDate(ctx: WorkspaceContext, response: OutgoingResponse): OutgoingResponse {
  return { ...response, headers: { ...response.headers, date: new Date(ctx.now()).toUTCString() } };
}

function bearerToken(incoming: IncomingRequest): string | undefined {
  return /^Bearer (.+)$/i.exec(incoming.headers['authorization'] ?? '')?.[1];
}

function withoutToken(args: JsonObject): JsonObject {
  const { token: _secret, ...rest } = args;
  return rest;
}

function loggedBody(type: string, incoming: IncomingRequest): string {
  const text = type.startsWith('multipart/')
    ? `(${incoming.body.length} bytes of ${type})`
    : incoming.body.toString('utf8');
  return text.replaceAll(/\btoken=[^&]*/g, 'token=…');
}
