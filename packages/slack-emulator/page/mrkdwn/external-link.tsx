import type { ComponentChildren, JSX } from 'preact';

interface Props {
  readonly href: string;
  readonly children: ComponentChildren;
}

/** A link to another site: new tab, no opener, no referrer. */
export function ExternalLink({ href, children }: Props): JSX.Element {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{children}</bdi>
    </a>
  );
}
