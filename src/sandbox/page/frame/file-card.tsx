import type { JSX } from 'preact';
import { type JsonObject, stringIn } from '../../json.js';
import { useDesk } from '../desk/desk.js';
import { TextPreview } from './text-preview.js';

/** A file: pictures as they are, texts by their first lines, the rest by name and size. */
export function FileCard({ file }: { readonly file: JsonObject }): JSX.Element {
  const { words, person } = useDesk();
  const src = stringIn(file, 'url_private') ?? '';
  const type = stringIn(file, 'mimetype') ?? '';
  const title = stringIn(file, 'title') ?? stringIn(file, 'name') ?? words.file;
  const size = new Intl.NumberFormat(person.locale, { style: 'unit', unit: 'byte', unitDisplay: 'narrow' }).format(
    Number(file['size'] ?? 0),
  );
  return (
    <figure class="file-card">
      <figcaption>
        <a href={src} download={stringIn(file, 'name')} aria-label={`${words.download}: ${title}`}>
          <bdi>{title}</bdi>
        </a>
        <span class="file-size">{size}</span>
      </figcaption>
      {type.startsWith('image/') && <img class="picture" src={src} alt={stringIn(file, 'alt_txt') ?? title} />}
      {type.startsWith('text/') && <TextPreview src={src} />}
    </figure>
  );
}
