import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Bot, deskOf, startBot } from './bot.js';
import type { Settings, SlackSettings } from './config.js';
import { openDatabase } from './database/database.js';
import { addExampleApps } from './example-apps.js';
import type { Log } from './log.js';
import { servePage } from './sandbox/doors/page.js';
import { startWorkspace, type Workspace } from './sandbox/index.js';

interface Sandboxed {
  /** Where the page is. */
  readonly address: string;
  stop(): Promise<void>;
}

/** What of manifest.yml the workspace needs to know: it holds the bot to it, as Slack does. */
interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { command: string; description: string; usage_hint: string }[];
    readonly shortcuts: readonly { name: string; type: 'global' | 'message'; callback_id: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
}

/**
 * The bot in a Slack workspace of its own, on this machine and for this run: everybody may try everything, with a dozen
 * example apps and a clock that can be moved. Nothing of it lasts.
 */
export async function startSandboxed(settings: Settings, log: Log, wallClock: () => Date): Promise<Sandboxed> {
  const secret = (prefix: string) => `${prefix}${randomBytes(16).toString('hex')}`;
  const secrets = { botToken: secret('xoxb-'), appToken: secret('xapp-'), signingSecret: secret('') };
  const dataDirectory = await mkdtemp(join(tmpdir(), 'imapp-sandbox-'));
  const database = await openDatabase({ dataDirectory, log });
  let ahead = 0;
  const now = () => new Date(wallClock().getTime() + ahead);
  let bot: Bot | undefined;
  const workspace = await startWorkspace({
    ...secrets,
    ...described(parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'))),
    port: settings.http.port === 0 ? 0 : settings.http.port + 1,
    now: () => wallClock().getTime(),
    page: servePage({ now: () => now().getTime() }),
    async onAdvance({ ms = 0, to }) {
      const target = to === undefined ? now().getTime() + ms : Date.parse(to);
      ahead = Math.max(ahead, target - wallClock().getTime());
      await bot?.runDue();
    },
  });
  const slack = slackSettings(secrets, workspace);
  const http = { ...settings.http, host: '127.0.0.1' };
  const desk = deskOf(settings, now);
  await addExampleApps(database, desk, log);
  bot = await startBot({ settings: { ...settings, http, slack }, database, desk, log, wallClock });
  workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  return {
    address: workspace.origin,
    async stop() {
      await bot?.stop();
      await workspace.close();
      await database.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

function described({ features, oauth_config }: Manifest) {
  return {
    scopes: oauth_config.scopes.bot,
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: features.shortcuts.map(({ name, type, callback_id: callbackId }) => ({ name, type, callbackId })),
  };
}

/** Ann and Kim operate, whoever is on call approves, Bob looks on. */
function slackSettings(secrets: { botToken: string; signingSecret: string }, workspace: Workspace): SlackSettings {
  return {
    botToken: secrets.botToken,
    signingSecret: secrets.signingSecret,
    apiUrl: workspace.url,
    approvalsChannel: 'C0APPROVE',
    noticesChannel: 'C0NOTICES',
    admins: [],
    operators: ['U00000ANN', 'U00000KIM'],
    approvers: ['S0ONCALL1'],
  };
}
