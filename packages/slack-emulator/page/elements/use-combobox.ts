import type { TargetedFocusEvent, TargetedInputEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { MenuOption } from '../state/options.js';
import { type OptionSource, useOptions } from './use-options.js';

interface ComboboxProps {
  readonly source: OptionSource;
  readonly selected: MenuOption | null;
  readonly onSelect: (option: MenuOption) => void;
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
};

/** State of a combobox: query, whether the list is open, and the active option. */
export function useCombobox({ source, selected, onSelect }: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const list = useOptions(source, query ?? '', open);
  const close = (): void => {
    setOpen(false);
    setQuery(undefined);
  };
  const show = (): void => {
    if (open) return;
    const all = 'filter' in source ? source.filter('') : [];
    const at = all.findIndex((option) => option.value === selected?.value);
    setActive(Math.max(0, at));
    setOpen(true);
  };
  const select = (option: MenuOption | undefined): void => {
    if (option === undefined || list.loading) return;
    close();
    onSelect(option);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    const forList = move !== undefined || event.key === 'Enter' || (open && event.key === 'Escape');
    if (event.isComposing || !forList) return;
    // The key would otherwise submit the form or close the modal.
    event.preventDefault();
    event.stopPropagation();
    if (!open) show();
    else if (move !== undefined) setActive((at) => move(at, list.options.length));
    else if (event.key === 'Enter') select(list.options[active]);
    else close();
  };
  const inputProps = {
    value: query ?? selected?.label ?? '',
    onClick: show,
    onFocus: (event: TargetedFocusEvent<HTMLInputElement>) => event.currentTarget.select(),
    onBlur: close,
    onKeyDown,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => {
      setQuery(event.currentTarget.value);
      setActive(0);
      setOpen(true);
    },
  };
  return { open, active, ...list, select, inputProps };
}
