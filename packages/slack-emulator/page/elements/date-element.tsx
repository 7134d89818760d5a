import type { Datepicker } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { valueText } from '../state/drafts.js';
import { ariaProps, type ElementProps } from './field.js';

/** A date picker. Typing changes the value several times, so the action is sent on blur. */
export function DateElement({ element, blockId, field }: ElementProps<Datepicker>): JSX.Element {
  const surface = useSurface();
  const press = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const storedDate = valueText(surface.valueOf(press));
  const day = surface.draftOf(press) ?? storedDate;
  const dispatches = field === undefined || field.dispatches;
  const dispatch = async (): Promise<void> => {
    if (dispatches && day !== storedDate) await surface.press(press, day === '' ? null : day, { selected_date: day });
  };
  return (
    <input
      type="date"
      class="text-input date-input"
      id={field?.inputId}
      value={day}
      {...ariaProps(field, element.placeholder?.text)}
      onInput={(event) => surface.setDraft(press, event.currentTarget.value)}
      onBlur={dispatch}
    />
  );
}
