import type { JSX } from 'preact';
import { usePage } from '../page-context.js';
import { nextStep, steps } from '../state/guide.js';
import { GuideStep } from './guide-step.js';

interface Props {
  readonly hidden: boolean;
  readonly onHide: () => void;
}

/** The tour for newcomers, with the next step highlighted. */
export function Guide({ hidden, onHide }: Props): JSX.Element | null {
  const { texts, screen, directory, location } = usePage();
  const next = nextStep(screen, directory.identity.botUserId, location.pane);
  const at = next === undefined ? steps.length : steps.indexOf(next);
  const { guide } = texts;
  if (hidden) return null;
  return (
    <section class="guide" aria-labelledby="guide-title">
      <header>
        <h2 id="guide-title">{guide.title}</h2>
        <button type="button" class="link-button" onClick={onHide}>
          {guide.dismiss}
        </button>
      </header>
      <ol>
        {steps.map((step, index) => (
          <GuideStep key={step} step={step} number={index + 1} state={stateOf(index, at)} />
        ))}
      </ol>
      {next === undefined && <p class="guide-over">{guide.over}</p>}
    </section>
  );
}

function stateOf(index: number, next: number): 'done' | 'next' | 'later' {
  if (index === next) return 'next';
  return index < next ? 'done' : 'later';
}
