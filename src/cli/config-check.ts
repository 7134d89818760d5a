import '../config/home-directory.js';
import { InvalidSettingsError, readSettings, type Settings } from '../config/config.js';
import { type Environment, loadEnvironment } from '../config/environment.js';
import { describeRoles } from '../config/role-settings.js';
import { settingWarnings } from '../config/setting-warnings.js';
import { runProgram } from './run-program.js';

/**
 * What the settings mean, one sentence a line, without secrets; then what is likely to be a mistake. Throws an
 * InvalidSettingsError if they cannot be used. Reads files that settings name, and nothing else.
 */
export function describeSettings(environment: Environment, inFile?: Environment): readonly string[] {
  const settings = readSettings(environment);
  const { priceBook } = settings;
  // The bot starts without these lists, and goes on with those that it has.
  if ('problems' in priceBook) throw new InvalidSettingsError(priceBook.problems.map((each) => `PRICE_BOOK ${each}`));
  return [
    'The settings can be used.',
    ...slackLines(settings),
    `Database: ${databaseLine(settings)}`,
    `HTTP: port ${settings.http.port} on ${settings.http.host}.`,
    `API: ${list(settings.apiTokens.map(({ name }) => name)) || 'no client'}.`,
    `Billing: months and days in ${settings.billingTimeZone}; ${priceBook.parsed.length > 0 ? 'prices of PRICE_BOOK' : 'list prices'}.`,
    `Usage: ${settings.tencent.keys.length} apps are polled; webhooks are ${settings.tencent.callbackToken ? 'accepted' : 'not accepted'}.`,
    ...settingWarnings(settings, environment, inFile).map((warning) => `Warning: ${warning}`),
  ];
}

function slackLines({ slack }: Settings): readonly string[] {
  if (slack === null) return ['Slack: no settings, so the sandbox is started.'];
  const { appToken, approvalsChannel, noticesChannel } = slack;
  return [
    `Slack: ${appToken ? 'Socket Mode' : 'HTTP, at /slack/events'}.`,
    `Roles: ${describeRoles(slack)}.`,
    `Requests for approval go to ${approvalsChannel ?? 'each approver by direct message'}; notices to ${noticesChannel ?? 'the channels of apps only'}.`,
  ];
}

function databaseLine({ database: { url, maxConnections, dataDirectory } }: Settings): string {
  return url === undefined
    ? `embedded, in ${dataDirectory}.`
    : `PostgreSQL at ${withoutPassword(url)}, up to ${maxConnections} connections.`;
}

/** Host, port and database, without user, password and parameters. */
function withoutPassword(url: string): string {
  const [base = '', query = ''] = url.split('?');
  const host = new URLSearchParams(query).get('host');
  const place = base.replace(/^\w+:\/\/(?:.*@)?/, '');
  return host === null ? place : `${host}${place}`;
}

const list = (names: readonly string[]) => names.join(', ');

/** `npm run config:check`: exits with 1 if the settings cannot be used. */
runProgram(import.meta.url, async (out) => {
  for (const line of describeSettings(loadEnvironment())) out(line);
  return true;
});
