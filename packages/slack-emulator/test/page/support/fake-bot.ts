import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Workspace } from '../../../src/index.js';
import { isObject, type JsonObject, objectIn, parseJson, stringIn } from '../../../src/json.js';
import { secrets } from './page-harness.js';

/** What the puppet answers to what Slack sends; nothing is an empty 200, a promise that never ends is silence. */
type Play = (payload: JsonObject) => JsonObject | undefined | Promise<JsonObject | undefined>;

/** A bot that does as it is told, for what the real one never does. */
export interface Puppet {
  /** Everything Slack sent, oldest first. */
  readonly heard: JsonObject[];
  play(play: Play): void;
  call(method: string, args: JsonObject): Promise<JsonObject>;
  /** Uploads a file and shares it in the channel of notices. */
  share(file: { name: string; content: string | Buffer; title: string; alt?: string }): Promise<void>;
  /** Opens or pushes a view in answer to a payload. */
  show(payload: JsonObject, view: JsonObject, method?: 'views.open' | 'views.push'): Promise<void>;
  close(): void;
}

export async function startPuppet(workspace: Workspace): Promise<Puppet> {
  const heard: JsonObject[] = [];
  let play: Play = () => undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const payload = read(Buffer.concat(chunks).toString());
    heard.push(payload);
    const answer = await play(payload);
    response.setHeader('content-type', 'application/json').end(answer === undefined ? '' : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An address of a listening TCP server is never a string.
  const { port } = server.address() as AddressInfo;
  workspace.setRequestUrl(`http://127.0.0.1:${port}/`);
  const call: Puppet['call'] = async (method, args) => {
    const response = await fetch(workspace.url + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${secrets.botToken}` },
      body: JSON.stringify(args),
    });
    const answer = read(await response.text());
    if (answer['ok'] !== true) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    heard,
    call,
    play: (next) => {
      play = next;
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
    show: async (payload, view, method = 'views.open') => {
      await call(method, { trigger_id: stringIn(payload, 'trigger_id') ?? '', view });
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function read(body: string): JsonObject {
  const whole = parseJson(body);
  if (isObject(whole)) return whole;
  const form = new URLSearchParams(body);
  const payload = parseJson(form.get('payload') ?? '');
  return isObject(payload) ? payload : Object.fromEntries(form);
}

/** The values that a payload carries, without the types beside them. */
export function valuesIn(payload: JsonObject | undefined): JsonObject {
  const view = objectIn(payload ?? {}, 'view') ?? payload ?? {};
  return objectIn(objectIn(view, 'state') ?? {}, 'values') ?? {};
}
