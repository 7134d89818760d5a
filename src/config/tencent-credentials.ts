import { z } from 'zod';
import { readJsonFile } from './json-file.js';

/** What signs the API calls for an app: an administrator's user id, and the secret key from the vendor's console. */
export interface TencentCredentials {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly secretKey: string;
}

const credentialsSchema = z.strictObject(
  {
    sdkAppId: z.int32('takes an SDKAppID, a whole number').positive('takes an SDKAppID, a whole number'),
    identifier: z
      .string('takes the user id of an administrator')
      .regex(/^[\w-]{1,32}$/, 'takes the user id of an administrator: letters, digits, _ and -, 32 at most'),
    secretKey: z
      .string('takes the secret key of the app')
      .regex(/^[\x21-\x7e]+$/, 'takes the secret key of the app, with no spaces'),
  },
  'takes sdkAppId, identifier and secretKey, and nothing else',
);

const schema = z
  .array(credentialsSchema, 'holds no list: [{"sdkAppId": …, "identifier": "administrator", "secretKey": "…"}]')
  .superRefine((keys, context) => {
    const ids = keys.map(({ sdkAppId }) => sdkAppId);
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index) {
        context.addIssue({ code: 'custom', path: [index, 'sdkAppId'], message: 'is there twice' });
      }
    }
  });

/** The credentials in a JSON file, or all of its problems, which never contain a value. */
export function readTencentCredentials(
  path: string,
): { readonly parsed: TencentCredentials[] } | { readonly problems: string[] } {
  const file = readJsonFile(path);
  if ('problem' in file) return { problems: [file.problem] };
  const parsed = schema.safeParse(file.json);
  if (parsed.success) return { parsed: parsed.data };
  return { problems: parsed.error.issues.map((issue) => `${entryPrefix(issue.path)}${issue.message}`) };
}

// Entries are counted from one.
const entryPrefix = ([index, name]: readonly PropertyKey[]) =>
  typeof index === 'number' ? `entry ${index + 1}${name === undefined ? '' : `, ${String(name)}`} ` : '';
