import type { WorkspaceContext } from '../../context.js';
import { mimeTypeOf } from '../../state/serialize.js';
import { readUpload } from '../../web-api/body.js';
import { receiveUpload } from '../../web-api/files.js';
import { type HttpResult, type IncomingRequest, type OutgoingResponse, textResponse } from '../http.js';
import { withFault } from '../with-fault.js';
import { withTrafficLog } from '../with-traffic-log.js';

/** POST /upload/v1/<token>: the content of a file. */
export async function uploadRoute(ctx: WorkspaceContext, incoming: IncomingRequest): Promise<HttpResult> {
  const token = incoming.path.slice('/upload/v1/'.length);
  const bytes = await readUpload(incoming.headers['content-type'] ?? '', incoming.body);
  const entry = { via: 'upload', name: 'upload', incoming, body: `(${bytes.length} bytes)` } as const;
  return withTrafficLog(ctx, entry, () => withFault(ctx, 'upload', () => receiveUpload(ctx, token, bytes)));
}

/**
 * GET /files/<id>/<name>: a shared file, sandboxed so that a browser never runs it as a page; or one that a user has
 * uploaded into a modal, for the bot's token with `files:read`. Without it Slack answers with a page to sign in.
 */
export function fileRoute(ctx: WorkspaceContext, incoming: IncomingRequest): OutgoingResponse {
  const id = incoming.path.split('/')[2] ?? '';
  const file = ctx.store.state().files[id];
  if (file?.owner !== undefined && !mayRead(ctx, incoming)) return textResponse('<!DOCTYPE html>Sign in', 200);
  if (file?.content === undefined || (!file.shared && file.owner === undefined))
    return textResponse('no such file', 404);
  const headers = {
    'content-type': mimeTypeOf(file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  };
  return { status: 200, headers, body: Buffer.from(file.content, 'base64') };
}

function mayRead({ scopes, secrets }: WorkspaceContext, { headers }: IncomingRequest): boolean {
  return scopes.has('files:read') && headers.authorization === `Bearer ${secrets.botToken}`;
}
