/** What an input block passes to its element; undefined outside input blocks. */
export interface Field {
  /** DOM id of the label. */
  readonly labelId: string;
  /** DOM id for the control, referenced by the label. */
  readonly inputId: string;
  /** DOM ids of hint and error, space-separated. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly optional: boolean;
  /** Whether acting on it sends `block_actions`. */
  readonly dispatches: boolean;
}

export interface ElementProps<Element> {
  readonly element: Element;
  readonly blockId: string;
  readonly field?: Field | undefined;
}

/** ARIA attributes of an element: labelled by its field, or else by `label`. */
export function ariaProps(field: Field | undefined, label: string | undefined) {
  if (field === undefined) return { 'aria-label': label ?? '' };
  return {
    'aria-labelledby': field.labelId,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.optional ? undefined : true,
  } as const;
}
