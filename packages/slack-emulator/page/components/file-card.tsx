import type { JSX } from 'preact';
import { type JsonObject, stringIn } from '../../src/json.js';
import { usePage } from '../page-context.js';
import { sizeText } from '../state/size.js';
import { CsvPreview } from './csv-preview.js';
import { TextPreview } from './text-preview.js';

/** A shared file, with a preview of images, CSV and text. */
export function FileCard({ file }: { readonly file: JsonObject }): JSX.Element {
  const { texts, user } = usePage();
  const src = stringIn(file, 'url_private') ?? '';
  const type = stringIn(file, 'mimetype') ?? '';
  const title = stringIn(file, 'title') ?? stringIn(file, 'name') ?? texts.file;
  return (
    <figure class="file-card">
      <figcaption>
        <a href={src} download={stringIn(file, 'name')} aria-label={`${texts.download}: ${title}`}>
          <bdi>{title}</bdi>
        </a>
        <span class="file-size">{sizeText(Number(file['size'] ?? 0), user.locale)}</span>
      </figcaption>
      {type.startsWith('image/') && <img class="picture" src={src} alt={stringIn(file, 'alt_txt') ?? title} />}
      {type === 'text/csv' && <CsvPreview src={src} title={title} />}
      {type === 'text/plain' && <TextPreview src={src} />}
    </figure>
  );
}
