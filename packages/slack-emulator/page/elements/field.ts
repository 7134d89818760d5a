/** What an input block tells the element in it; an element outside one has none. */
export interface Field {
  /** The id of the element that labels it. */
  readonly labelId: string;
  /** The id that its control gets, for the label to lead to. */
  readonly inputId: string;
  /** The ids of hint and error, with spaces. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly optional: boolean;
  /** Acting on it tells the bot at once. */
  readonly dispatches: boolean;
}

export interface ElementProps<Element> {
  readonly element: Element;
  readonly blockId: string;
  readonly field?: Field | undefined;
}

/** The ARIA attributes of an element: labelled by its field, or else by its own words. */
export function ariaProps(field: Field | undefined, label: string | undefined) {
  if (field === undefined) return { 'aria-label': label ?? '' };
  return {
    'aria-labelledby': field.labelId,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.optional ? undefined : true,
  } as const;
}
