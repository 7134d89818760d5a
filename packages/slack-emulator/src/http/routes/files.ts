import type { House } from '../../context.js';
import { mimeOf } from '../../state/serialize.js';
import { readUpload } from '../../web-api/body.js';
import { receiveUpload } from '../../web-api/files.js';
import { type Incoming, type Outgoing, type Result, text } from '../http.js';
import { unlessFault } from '../with-fault.js';
import { logged } from '../with-traffic-log.js';

/** /upload/v1/<token>: the bytes of a file. */
export async function uploadDoor(house: House, incoming: Incoming): Promise<Result> {
  const token = incoming.path.slice('/upload/v1/'.length);
  const bytes = await readUpload(incoming.headers['content-type'] ?? '', incoming.body);
  const entry = { via: 'upload', name: 'upload', incoming, body: `(${bytes.length} bytes)` } as const;
  return logged(house, entry, () => unlessFault(house, 'upload', () => receiveUpload(house, token, bytes)));
}

/** /files/<id>/<name>: a preview for the page; never run by a browser as a page of its own. */
export function fileDoor(house: House, incoming: Incoming): Outgoing {
  const id = incoming.path.split('/')[2] ?? '';
  const file = house.store.state().files[id];
  if (file?.content === undefined || !file.shared) return text('no such file', 404);
  const headers = {
    'content-type': mimeOf(file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  };
  return { status: 200, headers, body: Buffer.from(file.content, 'base64') };
}
