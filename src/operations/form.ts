import type { Phrase, Text } from '../i18n/phrase.js';

export interface Option {
  readonly value: string;
  readonly label: Text;
  readonly description?: Text;
}

/** What a form may ask for. `value` is what stands there when it opens. */
export type Field = {
  readonly name: string;
  readonly label: Text;
  readonly hint?: Phrase;
  readonly optional?: boolean;
  readonly value?: string;
  /** The form opens at this field; of one form only one. */
  readonly focus?: boolean;
} & (
  | {
      readonly kind: 'choice';
      readonly options: readonly Option[] /** Other fields depend on it. */;
      readonly dispatchAction?: boolean;
    }
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'day'; readonly max?: string }
  | { readonly kind: 'month'; readonly max: string }
  | { readonly kind: 'channel' }
);
