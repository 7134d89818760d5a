import { z } from 'zod';

/** A program that may call: the audit trail knows it by its name. */
export interface ApiToken {
  readonly name: string;
  readonly secret: string;
}

/** `name:secret,…`: no name and no secret twice, and none that is easily guessed. */
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
  .superRefine((given, context) => {
    const report = (index: number, problem: string) =>
      context.addIssue({ code: 'custom', message: `entry ${index + 1} ${problem}` });
    const taken = (what: keyof ApiToken, index: number) =>
      given.findIndex((token) => token[what] === given[index]?.[what]) < index;
    for (const [index, { name, secret }] of given.entries()) {
      if (!/^[a-z0-9-]{1,50}$/.test(name)) report(index, 'is not name:secret with a name of a-z, 0-9 and -');
      else if (taken('name', index)) report(index, 'has the name of another');
      if (!/^[\x21-\x7e]{16,}$/.test(secret)) report(index, 'needs a secret of 16 or more visible ASCII characters');
      else if (taken('secret', index)) report(index, 'has the secret of another');
    }
  });
