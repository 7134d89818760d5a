import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { InlineNodes } from './inline-nodes.js';
import type { Part } from './nodes.js';
import { parseMrkdwn } from './parse.js';

interface Props {
  readonly text: string;
  readonly verbatim?: boolean | undefined;
}

/** A mrkdwn text, drawn as nodes: markup that is not Slack's stays the text it is. */
export function Mrkdwn({ text, verbatim = false }: Props): JSX.Element {
  const parts = useMemo(() => parseMrkdwn(text, { verbatim }), [text, verbatim]);
  return (
    <div class="mrkdwn" dir="auto">
      <Parts parts={parts} />
    </div>
  );
}

function Parts({ parts }: { readonly parts: readonly Part[] }): JSX.Element {
  return (
    <>
      {parts.map((part, index) => (
        <OnePart key={index} part={part} />
      ))}
    </>
  );
}

function OnePart({ part }: { readonly part: Part }): JSX.Element {
  switch (part.is) {
    case 'pre':
      return <pre class="mrkdwn-pre">{part.text}</pre>;
    case 'quote':
      return (
        <blockquote class="mrkdwn-quote">
          <Parts parts={part.parts} />
        </blockquote>
      );
    case 'list':
      return (
        <ul class="mrkdwn-list">
          {part.items.map((item, index) => (
            <li key={index} data-mark={item.mark}>
              <span>
                <InlineNodes nodes={item.inside} />
              </span>
            </li>
          ))}
        </ul>
      );
    case 'lines':
      return (
        <p class="mrkdwn-lines">
          {part.lines.map((line, index) => (
            <span key={index} class="mrkdwn-line" dir="auto">
              <InlineNodes nodes={line} />
            </span>
          ))}
        </p>
      );
  }
}
