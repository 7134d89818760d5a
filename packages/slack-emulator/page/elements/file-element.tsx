import type { FileInput } from '@slack/types';
import type { JSX } from 'preact';
import { isBusy, useSurface } from '../hooks/surface.js';
import { usePage } from '../page-context.js';
import { ariaProps, type ElementProps } from './field.js';

/** A file input of a modal: the file is uploaded as soon as it is chosen. */
export function FileElement({ element, blockId, field }: ElementProps<FileInput>): JSX.Element {
  const surface = useSurface();
  const { sendCommand, user } = usePage();
  const target = { blockId, actionId: element.action_id ?? '' };
  const upload = async (file: globalThis.File | undefined): Promise<void> => {
    if (file === undefined || !('viewId' in surface.address)) return;
    const content = btoa(
      Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''),
    );
    await sendCommand('attach', { user: user.id, ...surface.address, ...target, name: file.name, content });
  };
  return (
    <input
      type="file"
      class="file-input"
      id={field?.inputId}
      accept={element.filetypes?.map((type) => `.${type}`).join(',')}
      disabled={isBusy(surface, target)}
      {...ariaProps(field, undefined)}
      onChange={(event) => void upload(event.currentTarget.files?.[0])}
    />
  );
}
