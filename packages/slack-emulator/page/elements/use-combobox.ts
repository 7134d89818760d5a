import type { TargetedFocusEvent, TargetedInputEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Choice } from '../state/options.js';
import { type Source, useChoices } from './use-choices.js';

interface Asked {
  readonly source: Source;
  readonly chosen: Choice | null;
  readonly onChoose: (choice: Choice) => void;
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
};

/** The state of a combobox: what is typed, whether the list is open, and which option the arrows point at. */
export function useCombobox({ source, chosen, onChoose }: Asked) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [active, setActive] = useState(0);
  const offer = useChoices(source, typed ?? '', open);
  const close = (): void => {
    setOpen(false);
    setTyped(undefined);
  };
  const show = (): void => {
    if (open) return;
    const all = 'here' in source ? source.here('') : [];
    const at = all.findIndex((choice) => choice.value === chosen?.value);
    setActive(Math.max(0, at));
    setOpen(true);
  };
  const choose = (choice: Choice | undefined): void => {
    if (choice === undefined || offer.loading) return;
    close();
    onChoose(choice);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    const forList = move !== undefined || event.key === 'Enter' || (open && event.key === 'Escape');
    if (event.isComposing || !forList) return;
    // The same key would otherwise send the form, or close the window around it.
    event.preventDefault();
    event.stopPropagation();
    if (!open) show();
    else if (move !== undefined) setActive((at) => move(at, offer.choices.length));
    else if (event.key === 'Enter') choose(offer.choices[active]);
    else close();
  };
  const inputProps = {
    value: typed ?? chosen?.label ?? '',
    onClick: show,
    onFocus: (event: TargetedFocusEvent<HTMLInputElement>) => event.currentTarget.select(),
    onBlur: close,
    onKeyDown,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => {
      setTyped(event.currentTarget.value);
      setActive(0);
      setOpen(true);
    },
  };
  return { open, active, ...offer, choose, inputProps };
}
