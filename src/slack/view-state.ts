import { z } from 'zod';
import type { FormValues } from '../operations/change-plan.js';
import type { UploadedFile } from './client.js';
import { fieldName } from './metadata.js';

/** Values of any other type are ignored. */
const optionalText = z.string().nullish().catch(null);
const inputSchema = z
  .object({
    value: optionalText,
    selected_option: z.object({ value: optionalText }).nullish().catch(null),
    selected_date: optionalText,
    selected_conversation: optionalText,
    selected_user: optionalText,
    files: z
      .array(z.object({ name: z.string(), url_private_download: z.string() }))
      .nullish()
      .catch(null),
  })
  .catch({});
const valuesSchema = z.record(z.string(), z.record(z.string(), inputSchema).catch({})).catch({});

/** `view.state` of a payload, not validated. */
export interface ViewState {
  readonly values?: unknown;
}

function textOf(input: z.output<typeof inputSchema> | undefined): string | null | undefined {
  if (!input) return null;
  const { value, selected_option, selected_date, selected_conversation, selected_user } = input;
  return value ?? selected_option?.value ?? selected_date ?? selected_conversation ?? selected_user;
}

/** The form values, the block id of each field, and the uploaded files. The value of an empty field is empty. */
export function readViewState(state: ViewState | undefined): {
  values: FormValues;
  blocks: Readonly<Record<string, string>>;
  files: Readonly<Record<string, UploadedFile>>;
} {
  const typed = Object.entries(valuesSchema.parse(state?.values ?? {})).map(([block, actions]) => ({
    block,
    input: Object.values(actions)[0],
  }));
  const entries = typed.map(({ block, input }) => [fieldName(block), textOf(input) ?? ''] as const);
  const files = typed.flatMap(({ block, input }) => {
    const [file] = input?.files ?? [];
    return file ? [[fieldName(block), { name: file.name, url: file.url_private_download }] as const] : [];
  });
  return {
    files: Object.fromEntries(files),
    values: Object.fromEntries(entries),
    blocks: Object.fromEntries(typed.map(({ block }) => [fieldName(block), block])),
  };
}
