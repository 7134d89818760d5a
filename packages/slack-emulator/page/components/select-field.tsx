import type { JSX } from 'preact';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (id: string) => void;
}

/** A native select with a label. */
export function SelectField({ label, value, options, onChange }: Props): JSX.Element {
  return (
    <label class="usage-field">
      <span>{label}</span>
      <select class="text-input small" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
