import type { JSX } from 'preact';
import type { ExchangePart } from '../../src/traffic-log.js';
import { usePage } from '../page-context.js';
import { prettyBody } from '../state/wire.js';

interface Props {
  readonly title: string;
  readonly part: ExchangePart;
}

/** The formatted body and the headers of a request or response. */
export function WireBody({ title, part }: Props): JSX.Element {
  const { texts } = usePage();
  const headers = Object.entries(part.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <section class="wire-body">
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable. */}
      <pre tabIndex={0}>{part.body === '' ? texts.emptyBody : prettyBody(part)}</pre>
      <details>
        <summary>{texts.headers}</summary>
        <pre>{headers.join('\n')}</pre>
      </details>
    </section>
  );
}
