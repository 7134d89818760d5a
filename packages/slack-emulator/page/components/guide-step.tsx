import type { JSX } from 'preact';
import { useDesk } from '../page-context.js';
import { approvals, asks, decides, listing, type Step } from '../state/guide.js';
import { direct, linkTo } from '../state/location.js';

interface Props {
  readonly step: Step;
  readonly number: number;
  readonly state: 'done' | 'next' | 'later';
}

/** One step of the tour: what to do, and a way to do it at once. */
export function GuideStep({ step, number, state }: Props): JSX.Element {
  const { words, person, screen, place, compose } = useDesk();
  const { guide } = words;
  const commands: Readonly<Partial<Record<Step, string>>> = { list: listing, disable: '/imapp disable' };
  const requests = screen.conversations.find((each) => each.name === approvals)?.id ?? place.where;
  const links: Readonly<Partial<Record<Step, [string, string]>>> = {
    asAnn: ['Ann', linkTo({ who: asks, where: place.where })],
    switchTo: ['Lin', linkTo({ who: decides, where: requests })],
    approve: [approvals, linkTo({ who: decides, where: requests })],
    end: [person.name === asks ? words.messages : 'Ann', linkTo({ who: asks, where: direct })],
  };
  const command = commands[step];
  const [label, href] = links[step] ?? [];
  return (
    <li class={`guide-step ${state}`} aria-current={state === 'next' ? 'step' : undefined}>
      <span class="guide-number" aria-hidden="true">
        {state === 'done' ? '✓' : number}
      </span>
      <span>
        {guide[step]} {state === 'done' && <span class="hidden">({guide.done})</span>}
        {command !== undefined && (
          <button
            type="button"
            class="guide-try"
            aria-label={`${guide.try}: ${command}`}
            onClick={() => compose(command)}
          >
            <code>{command}</code>
          </button>
        )}
        {href !== undefined && state === 'next' && (
          <a class="guide-try" href={href}>
            {label}
          </a>
        )}
      </span>
    </li>
  );
}
