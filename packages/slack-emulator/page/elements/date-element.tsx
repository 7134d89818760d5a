import type { Datepicker } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { textOf } from '../state/drafts.js';
import { described, type ElementProps } from './field.js';

/** A day. While its parts are typed it changes several times: the bot is told once, when the person goes on. */
export function DateElement({ element, blockId, field }: ElementProps<Datepicker>): JSX.Element {
  const surface = useSurface();
  const pressed = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const held = textOf(surface.valueOf(pressed));
  const day = surface.draftOf(pressed) ?? held;
  const tells = field === undefined || field.dispatches;
  const tell = async (): Promise<void> => {
    if (tells && day !== held) await surface.press(pressed, day === '' ? null : day, { selected_date: day });
  };
  return (
    <input
      type="date"
      class="text-input date-input"
      id={field?.inputId}
      value={day}
      {...described(field, element.placeholder?.text)}
      onInput={(event) => surface.draft(pressed, event.currentTarget.value)}
      onBlur={tell}
    />
  );
}
