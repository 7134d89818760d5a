import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import { isList, objectsIn } from '../json.js';
import { type ActionResult, ok } from '../outbound/result.js';
import { elementFor, viewFor } from '../outbound/surfaces.js';
import { idsFrom } from '../state/ids.js';
import { rememberInput, surfaceKey, valuesOf } from '../state/inputs.js';
import { fileJson } from '../state/serialize.js';
import type { File } from '../state/state.js';

interface FileAttachment {
  readonly user: string;
  readonly viewId: string;
  readonly actionId: string;
  readonly blockId?: string | undefined;
  readonly name: string;
  /** Base64. */
  readonly content: string;
}

const defaultMaxFiles = 10;

/** A user uploads a file into a file input of a view. Only the bot can download it, with its token. */
export function attachFile(ctx: WorkspaceContext, attachment: FileAttachment): ActionResult {
  const { user, viewId, name, content } = attachment;
  const view = viewFor(ctx.store.state(), user, viewId);
  const located = elementFor(view, attachment.actionId, attachment.blockId);
  if (located.type !== 'file_input') throw new InvalidActionError(`${located.actionId} is a ${located.type}`);
  const { filetypes } = located.element;
  const types = isList(filetypes) ? filetypes.map(String) : [];
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (types.length > 0 && !types.includes(extension))
    throw new InvalidActionError(`${located.label}: only ${types.join(', ')} files are accepted`);
  const key = surfaceKey(view, user);
  const { blockId, actionId } = located;
  const attached = objectsIn(valuesOf(ctx.store.state(), view, user)[blockId]?.[actionId] ?? {}, 'files');
  const max = located.element['max_files'] ?? defaultMaxFiles;
  if (typeof max === 'number' && attached.length >= max) throw new InvalidActionError(`at most ${max} files fit`);
  const file = ctx.store.apply((state) => {
    const ids = idsFrom(state);
    const made: File = {
      ...{ id: ids.next('F'), name, title: name, size: Buffer.byteLength(content, 'base64') },
      ...{ uploadToken: `${ids.hex()}${ids.hex()}`, content, shared: false, owner: user, origin: ctx.url() },
    };
    const after = ids.nextState();
    return { state: { ...after, files: { ...after.files, [made.id]: made } }, value: made };
  });
  const value = { type: 'file_input', files: [...attached, ...fileJson(ctx.store.state(), file)] };
  ctx.store.change((state) => rememberInput(state, key, { blockId, actionId, value }));
  return ok;
}
