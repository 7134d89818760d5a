import type { ComponentChildren, JSX } from 'preact';

interface Props {
  readonly href: string;
  readonly children: ComponentChildren;
}

/** A way out of the sandbox: in a tab of its own that learns nothing of this one. */
export function ExternalLink({ href, children }: Props): JSX.Element {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{children}</bdi>
    </a>
  );
}
