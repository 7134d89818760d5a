import type { JSX } from 'preact';
import { useDesk } from '../page-context.js';
import { nextStep, steps } from '../state/guide.js';
import { GuideStep } from './guide-step.js';

interface Props {
  readonly hidden: boolean;
  readonly onHide: () => void;
}

/** For newcomers: the way to an app that is switched off with an approval, with the next step always marked. */
export function Guide({ hidden, onHide }: Props): JSX.Element | null {
  const { words, screen, directory, place } = useDesk();
  const next = nextStep(screen, directory.identity.botUserId, place.where);
  const at = next === undefined ? steps.length : steps.indexOf(next);
  const { guide } = words;
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
