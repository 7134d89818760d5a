import { z } from 'zod';

/** A program that may call the API. Its name appears in the audit trail. */
export interface ApiToken {
  readonly name: string;
  readonly secret: string;
}

/** `name:secret,…`; names and secrets must be unique, and secrets long enough. */
export const apiTokens = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry): ApiToken => {
        const [name = '', ...secret] = entry.split(':');
        return { name, secret: secret.join(':') };
      }),
  )
  .superRefine((tokens, context) => {
    const report = (index: number, problem: string) =>
      context.addIssue({ code: 'custom', message: `entry ${index + 1} ${problem}` });
    const isDuplicate = (key: keyof ApiToken, index: number) =>
      tokens.findIndex((token) => token[key] === tokens[index]?.[key]) < index;
    for (const [index, { name, secret }] of tokens.entries()) {
      if (!/^[a-z0-9-]{1,50}$/.test(name)) report(index, 'is not name:secret with a name of a-z, 0-9 and -');
      else if (isDuplicate('name', index)) report(index, 'has the name of another');
      if (!/^[\x21-\x7e]{16,}$/.test(secret)) report(index, 'needs a secret of 16 or more visible ASCII characters');
      else if (isDuplicate('secret', index)) report(index, 'has the secret of another');
    }
  });
