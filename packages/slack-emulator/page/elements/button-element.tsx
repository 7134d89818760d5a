import type { Button } from '@slack/types';
import type { JSX } from 'preact';
import { isBusy, useSurface } from '../hooks/surface.js';
import { safeHref } from '../mrkdwn/escapes.js';
import { plainText } from '../mrkdwn/text-object.js';
import { usePage } from '../page-context.js';
import type { ElementProps } from './field.js';

/** A button. One with a `url` opens it and still sends the action. */
export function ButtonElement({ element, blockId }: ElementProps<Button>): JSX.Element {
  const surface = useSurface();
  const { texts } = usePage();
  const action = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const busy = isBusy(surface, action);
  const press = async (): Promise<void> => {
    if (surface.busy !== undefined) return;
    const href = element.url === undefined ? undefined : safeHref(element.url);
    if (href !== undefined) window.open(href, '_blank', 'noopener,noreferrer');
    await surface.press(action);
  };
  return (
    <button
      type="button"
      class={`button ${element.style ?? 'plain'}`}
      aria-label={element.accessibility_label}
      aria-busy={busy || undefined}
      // Not `disabled`: the button would lose the keyboard focus.
      aria-disabled={surface.busy !== undefined || undefined}
      onClick={press}
      data-action={action.actionId}
    >
      {plainText(element.text)}
      {busy && <span class="spinner" role="img" aria-label={texts.working} />}
    </button>
  );
}
