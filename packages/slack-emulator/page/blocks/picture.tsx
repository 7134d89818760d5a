import type { ImageBlock, ImageElement } from '@slack/types';
import type { JSX } from 'preact';
import { safeHref } from '../mrkdwn/escapes.js';
import { ExternalLink } from '../mrkdwn/external-link.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly image: ImageBlock | ImageElement;
  readonly small?: boolean;
}

/** An image from a file of the workspace. Remote images are not fetched, only linked. */
export function Picture({ image, small = false }: Props): JSX.Element {
  const { texts } = usePage();
  const file = 'slack_file' in image ? image.slack_file : undefined;
  const id = file !== undefined && 'id' in file ? file.id : undefined;
  const address = 'image_url' in image ? image.image_url : undefined;
  const data = address?.startsWith('data:image/') === true ? address : undefined;
  const src = id === undefined ? data : `/files/${encodeURIComponent(id)}/picture`;
  if (src !== undefined) return <img class={small ? 'picture small' : 'picture'} src={src} alt={image.alt_text} />;
  const href = address === undefined ? undefined : safeHref(address);
  return (
    <span class="picture-away">
      {texts.remoteImage}{' '}
      {href === undefined ? image.alt_text : <ExternalLink href={href}>{image.alt_text}</ExternalLink>}
    </span>
  );
}
