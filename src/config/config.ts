import { z } from 'zod';
import { isTimeZone } from '../domain/calendar.js';
import { type Language, languages } from '../i18n/language.js';
import { isNetwork } from '../observability/client-address.js';
import { OperatorError } from '../observability/failure.js';
import { type ApiToken, apiTokens } from './api-tokens.js';
import { connectionRange, databaseUrl, defaultMaxConnections } from './database-settings.js';
import type { Environment } from './environment.js';
import { type PriceBookFile, readPriceBook } from './price-book-file.js';
import { readTencentCredentials, type TencentCredentials } from './tencent-credentials.js';

/** All settings from the environment. `.env.example` explains each. */
export interface Settings {
  readonly slack: SlackSettings | null;
  readonly tencent: TencentSettings;
  readonly http: HttpSettings;
  readonly database: { readonly url?: string; readonly maxConnections: number; readonly dataDirectory: string };
  /** The shop's own price lists; if they cannot be used, the bot goes on with those that it has. */
  readonly priceBook: PriceBookFile;
  /** How many minor digits former versions stored amounts with, by currency. */
  readonly storedMinorDigits: Readonly<Record<string, number>>;
  readonly billingTimeZone: string;
  readonly extendWindowDays: number;
  readonly defaultLanguage: Language;
  readonly logLevel: string;
  /** The programs that may call the API; if empty, none may. */
  readonly apiTokens: readonly ApiToken[];
}

interface HttpSettings {
  readonly port: number;
  readonly host: string;
  /** How long a process that is stopping still accepts requests, while /readyz says that it is not ready. */
  readonly drainSeconds: number;
  readonly keepAliveSeconds: number;
  /** How long a request may take until all of it has arrived. */
  readonly requestTimeoutSeconds: number;
  /** How much of requests from Slack that are not verified yet is kept at the same time. */
  readonly maxUnsignedBytes: number;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

export interface SlackSettings {
  readonly botToken: string;
  readonly signingSecret?: string;
  readonly appToken?: string;
  readonly apiUrl: string;
  readonly approvalsChannel?: string;
  readonly noticesChannel?: string;
  /** Gets the head of the audit trail every day. */
  readonly auditChannel?: string;
  readonly admins: readonly string[];
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
  /** Who may look; if empty, everybody of the workspace. */
  readonly viewers: readonly string[];
  /** Whether guests of the workspace may do anything. */
  readonly guestsMayView: boolean;
}

/** Usage is polled for the apps that have a key; the webhook is accepted if there is a token. */
interface TencentSettings {
  readonly keys: readonly TencentCredentials[];
  readonly callbackToken?: string;
}

/** Lists every problem of the settings; never a value. */
export class InvalidSettingsError extends OperatorError {
  override readonly name = 'InvalidSettingsError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A whole number of something, in a range. */
const wholeNumber = (what: string, { min, max }: { readonly min: number; readonly max: number }) => {
  const sentence = `takes ${what}, a whole number from ${min} to ${max}`;
  return z.coerce.number(sentence).int(sentence).min(min, sentence).max(max, sentence);
};
const text = z.string().trim().min(1);
const list = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^(?:S|(?:T[A-Z0-9]+:)?[UW])[A-Z0-9]+$/,
          'takes user ids (U…, W…), user-group ids (S…) and users of other workspaces of the organization (T…:U…), with commas',
        ),
    ),
  );
const minorDigitsByCurrency = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().regex(/^[A-Z]{3}=[0-3]$/, 'takes currencies with 0 to 3 digits such as HUF=2, with commas')))
  .transform((parts) => Object.fromEntries(parts.map((part) => [part.slice(0, 3), Number(part.slice(4))])));
const networks = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().refine(isNetwork, 'takes addresses and networks such as 10.0.0.0/8, with commas')));
/** A path in a variable; the file is read at once, and its problems are reported under the variable's name. */
const file = <T>(parsed: (path: string) => { readonly parsed: T } | { readonly problems: readonly string[] }) =>
  text.transform((path, context) => {
    const result = parsed(path);
    if ('parsed' in result) return result.parsed;
    for (const message of result.problems) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const schema = z.object({
  NODE_ENV: z.string().optional(),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'begins with xapp-').optional(),
  SLACK_API_URL: z.url('takes a URL').default('https://slack.com/api/'),
  APPROVALS_CHANNEL: text.regex(/^[CG][A-Z0-9]+$/, 'takes a channel id (C…)').optional(),
  NOTICES_CHANNEL: text.regex(/^[CG][A-Z0-9]+$/, 'takes a channel id (C…)').optional(),
  AUDIT_CHANNEL: text.regex(/^[CG][A-Z0-9]+$/, 'takes a channel id (C…)').optional(),
  ADMINS: list.default([]),
  OPERATORS: list.default([]),
  APPROVERS: list.default([]),
  VIEWERS: list.default([]),
  GUESTS_MAY_VIEW: z
    .enum(['true', 'false'], 'takes true or false')
    .transform((value) => value === 'true')
    .default(false),
  TENCENT_KEYS: file(readTencentCredentials).default([]),
  TENCENT_CALLBACK_TOKEN: text.optional(),
  PORT: wholeNumber('a port', { min: 0, max: 65_535 }).default(3000),
  HOST: text.default('0.0.0.0'),
  DRAIN_SECONDS: wholeNumber('seconds', { min: 0, max: 60 }).default(0),
  KEEP_ALIVE_SECONDS: wholeNumber('seconds', { min: 1, max: 3_600 }).default(75),
  REQUEST_TIMEOUT_SECONDS: wholeNumber('seconds', { min: 1, max: 300 }).default(10),
  MAX_UNSIGNED_MIB: wholeNumber('MiB', { min: 2, max: 1_024 }).default(16),
  TRUSTED_PROXIES: networks.default([]),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_CONNECTIONS: wholeNumber('the most connections of a process', connectionRange).default(
    defaultMaxConnections,
  ),
  DATA_DIR: text.default('.data'),
  BILLING_TIME_ZONE: text.refine(isTimeZone, 'takes an IANA time zone such as Asia/Shanghai').default('Asia/Shanghai'),
  PRICE_BOOK: text.transform(readPriceBook).default({ parsed: [] }),
  STORED_MINOR_DIGITS: minorDigitsByCurrency.default({}),
  EXTEND_WINDOW_DAYS: wholeNumber('days', { min: 0, max: 28 }).default(7),
  DEFAULT_LANGUAGE: z.enum(languages, `takes one of ${languages.join(', ')}`).default('en'),
  LOG_LEVEL: z.enum(logLevels, `takes one of ${logLevels.join(', ')}`).default('info'),
  API_TOKENS: apiTokens.default([]),
});

type ParsedEnvironment = z.infer<typeof schema>;

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

/**
 * Reads the settings from an environment. Empty variables count as unset. Throws an InvalidSettingsError that lists
 * everything missing or invalid, never a value, because values may be secret. Without any Slack setting, `slack` is null
 * if that is allowed (by default: outside of production); incomplete Slack settings are always an error.
 */
export function readSettings(
  environment: Environment,
  { slackOptional = environment['NODE_ENV'] !== 'production' } = {},
): Settings {
  const nonEmpty = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(nonEmpty);
  if (!parsed.success) {
    throw new InvalidSettingsError(
      parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? ''} ${issue.message}`),
    );
  }
  const env = parsed.data;
  const anyOfSlack = env.SLACK_BOT_TOKEN ?? env.SLACK_SIGNING_SECRET ?? env.SLACK_APP_TOKEN;
  const missing = anyOfSlack === undefined && slackOptional ? [] : missingForSlack(env);
  if (missing.length > 0) throw new InvalidSettingsError(missing);
  return {
    slack: slackSettings(env),
    tencent: {
      keys: env.TENCENT_KEYS,
      ...(env.TENCENT_CALLBACK_TOKEN && { callbackToken: env.TENCENT_CALLBACK_TOKEN }),
    },
    http: {
      ...{ port: env.PORT, host: env.HOST, drainSeconds: env.DRAIN_SECONDS },
      ...{ keepAliveSeconds: env.KEEP_ALIVE_SECONDS, requestTimeoutSeconds: env.REQUEST_TIMEOUT_SECONDS },
      maxUnsignedBytes: env.MAX_UNSIGNED_MIB * 1024 ** 2,
      trustedProxies: env.TRUSTED_PROXIES,
    },
    database: {
      ...(env.DATABASE_URL && { url: env.DATABASE_URL }),
      maxConnections: env.DATABASE_CONNECTIONS,
      dataDirectory: env.DATA_DIR,
    },
    priceBook: env.PRICE_BOOK,
    storedMinorDigits: env.STORED_MINOR_DIGITS,
    billingTimeZone: env.BILLING_TIME_ZONE,
    extendWindowDays: env.EXTEND_WINDOW_DAYS,
    defaultLanguage: env.DEFAULT_LANGUAGE,
    logLevel: env.LOG_LEVEL,
    apiTokens: env.API_TOKENS,
  };
}

/** The Slack settings that are missing, one sentence each. */
export function missingForSlack(env: Partial<ParsedEnvironment>): string[] {
  return [
    ...(env.SLACK_BOT_TOKEN ? [] : ['SLACK_BOT_TOKEN is missing: the bot token of the Slack app (xoxb-…)']),
    ...(env.SLACK_SIGNING_SECRET || env.SLACK_APP_TOKEN
      ? []
      : ['SLACK_SIGNING_SECRET (for HTTP) or SLACK_APP_TOKEN (for Socket Mode) is missing']),
  ];
}

function slackSettings(env: ParsedEnvironment): SlackSettings | null {
  const { SLACK_BOT_TOKEN } = env;
  if (!SLACK_BOT_TOKEN) return null;
  return {
    botToken: SLACK_BOT_TOKEN,
    ...(env.SLACK_SIGNING_SECRET && { signingSecret: env.SLACK_SIGNING_SECRET }),
    ...(env.SLACK_APP_TOKEN && { appToken: env.SLACK_APP_TOKEN }),
    apiUrl: env.SLACK_API_URL.endsWith('/') ? env.SLACK_API_URL : `${env.SLACK_API_URL}/`,
    ...(env.APPROVALS_CHANNEL && { approvalsChannel: env.APPROVALS_CHANNEL }),
    ...(env.NOTICES_CHANNEL && { noticesChannel: env.NOTICES_CHANNEL }),
    ...(env.AUDIT_CHANNEL && { auditChannel: env.AUDIT_CHANNEL }),
    admins: env.ADMINS,
    operators: env.OPERATORS,
    approvers: env.APPROVERS,
    viewers: env.VIEWERS,
    guestsMayView: env.GUESTS_MAY_VIEW,
  };
}
