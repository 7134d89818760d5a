import type { JSX } from 'preact';
import { usePage } from '../page-context.js';
import { approvalsChannel, approverHandle, type GuideStepId, listCommand, requesterHandle } from '../state/guide.js';
import { directPane, hrefFor } from '../state/location.js';

interface Props {
  readonly step: GuideStepId;
  readonly number: number;
  readonly state: 'done' | 'next' | 'later';
}

/** One step of the tour, with a command or link that does it. */
export function GuideStep({ step, number, state }: Props): JSX.Element {
  const { texts, user, screen, location, fillComposer } = usePage();
  const { guide } = texts;
  const commands: Readonly<Partial<Record<GuideStepId, string>>> = { list: listCommand, disable: '/imapp disable' };
  const requests = screen.conversations.find((each) => each.name === approvalsChannel)?.id ?? location.pane;
  const links: Readonly<Partial<Record<GuideStepId, [string, string]>>> = {
    asAnn: ['Ann', hrefFor({ handle: requesterHandle, pane: location.pane })],
    switchTo: ['Lin', hrefFor({ handle: approverHandle, pane: requests })],
    approve: [approvalsChannel, hrefFor({ handle: approverHandle, pane: requests })],
    end: [
      user.name === requesterHandle ? texts.messages : 'Ann',
      hrefFor({ handle: requesterHandle, pane: directPane }),
    ],
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
            onClick={() => fillComposer(command)}
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
