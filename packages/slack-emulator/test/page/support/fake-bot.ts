import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Workspace } from '../../../src/index.js';
import { isObject, type JsonObject, objectIn, parseJson, stringIn } from '../../../src/json.js';
import { secrets } from './page-harness.js';

/** The body of the response to a payload. Undefined: an empty 200. A promise that never resolves: no response. */
type Responder = (payload: JsonObject) => JsonObject | undefined | Promise<JsonObject | undefined>;

/** A bot whose responses a test controls. */
export interface FakeBot {
  /** All payloads received, oldest first. */
  readonly received: JsonObject[];
  respond(respond: Responder): void;
  call(method: string, args: JsonObject): Promise<JsonObject>;
  /** Uploads a file and shares it in #ops-notices. */
  share(file: { name: string; content: string | Buffer; title: string; alt?: string }): Promise<void>;
  /** Opens or pushes a view with the trigger of a payload. */
  openView(payload: JsonObject, view: JsonObject, method?: 'views.open' | 'views.push'): Promise<void>;
  close(): void;
}

export async function startFakeBot(workspace: Workspace): Promise<FakeBot> {
  const received: JsonObject[] = [];
  let respond: Responder = () => undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const payload = parsePayload(Buffer.concat(chunks).toString());
    received.push(payload);
    const answer = await respond(payload);
    response.setHeader('content-type', 'application/json').end(answer === undefined ? '' : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An address of a listening TCP server is never a string.
  const { port } = server.address() as AddressInfo;
  workspace.setRequestUrl(`http://127.0.0.1:${port}/`);
  const call: FakeBot['call'] = async (method, args) => {
    const response = await fetch(workspace.url + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${secrets.botToken}` },
      body: JSON.stringify(args),
    });
    const answer = parsePayload(await response.text());
    if (answer['ok'] !== true) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    received,
    call,
    respond: (next) => {
      respond = next;
    },
    share: async ({ name, content, title, alt }) => {
      const bytes = Buffer.from(content);
      const { upload_url: url, file_id: id } = await call('files.getUploadURLExternal', {
        filename: name,
        length: bytes.length,
        ...(alt === undefined ? {} : { alt_txt: alt }),
      });
      await fetch(String(url), { method: 'POST', body: new Uint8Array(bytes) });
      await call('files.completeUploadExternal', { files: [{ id: String(id), title }], channel_id: 'C0NOTICES' });
    },
    openView: async (payload, view, method = 'views.open') => {
      await call(method, { trigger_id: stringIn(payload, 'trigger_id') ?? '', view });
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function parsePayload(body: string): JsonObject {
  const whole = parseJson(body);
  if (isObject(whole)) return whole;
  const form = new URLSearchParams(body);
  const payload = parseJson(form.get('payload') ?? '');
  return isObject(payload) ? payload : Object.fromEntries(form);
}

/** `state.values` of a payload. */
export function valuesIn(payload: JsonObject | undefined): JsonObject {
  const view = objectIn(payload ?? {}, 'view') ?? payload ?? {};
  return objectIn(objectIn(view, 'state') ?? {}, 'values') ?? {};
}
