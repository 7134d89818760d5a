import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

/** The part of Slack's schema of manifests that this bot uses (docs.slack.dev/reference/app-manifest). */
const words = (maxLength: number, minLength = 1) => ({ type: 'string', minLength, maxLength });
const url = { type: 'string', pattern: '^https://', maxLength: 3000 };
const flag = { type: 'boolean' };
const exactly = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const list = (items: object, maxItems: number, minItems = 1) => ({
  type: 'array',
  items,
  minItems,
  maxItems,
  uniqueItems: true,
});

const schema = exactly({
  _metadata: exactly({ major_version: { enum: [1, 2] }, minor_version: { type: 'integer' } }),
  display_information: exactly({
    name: words(35),
    description: words(140),
    background_color: { type: 'string', pattern: '^#([0-9a-fA-F]{3}){1,2}$' },
  }),
  features: exactly({
    app_home: exactly({ home_tab_enabled: flag, messages_tab_enabled: flag, messages_tab_read_only_enabled: flag }),
    bot_user: exactly({ display_name: { ...words(80), pattern: '^[a-z0-9._-]+$' }, always_online: flag }),
    shortcuts: list(
      exactly({
        name: words(24),
        type: { enum: ['global', 'message'] },
        callback_id: words(255),
        description: words(150),
      }),
      10,
    ),
    slash_commands: list(
      exactly({
        command: { ...words(32, 2), pattern: '^/[a-z0-9_-]+$' },
        url,
        description: words(2000),
        usage_hint: words(1000),
        should_escape: flag,
      }),
      50,
    ),
  }),
  oauth_config: exactly({ scopes: exactly({ bot: list(words(50), 255) }) }),
  settings: exactly({
    event_subscriptions: exactly({ request_url: url, bot_events: list(words(50), 100) }),
    interactivity: exactly({ is_enabled: flag, request_url: url, message_menu_options_url: url }),
    org_deploy_enabled: flag,
    socket_mode_enabled: flag,
    token_rotation_enabled: flag,
  }),
});

const manifest = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'));

test('manifest.yml matches the schema that Slack documents', () => {
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(schema, manifest);
  expect(ajv.errors).toBeNull();
});

test('manifest.yml requests exactly the scopes and events that the bot uses', () => {
  expect(manifest.oauth_config.scopes.bot).toEqual([
    'commands',
    'chat:write',
    'users:read',
    'usergroups:read',
    'im:write',
    'files:read',
    'files:write',
    'channels:history',
    'groups:history',
    'im:history',
  ]);
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([
    'app_home_opened',
    'app_uninstalled',
    'tokens_revoked',
  ]);
});

test('manifest.yml has one request URL for everything', () => {
  const { settings, features } = manifest;
  const addresses = [
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    settings.interactivity.message_menu_options_url,
    ...features.slash_commands.map((command: { url: string }) => command.url),
  ];
  expect(new Set(addresses)).toEqual(new Set(['https://bot.example.com/slack/events']));
});

test('manifest.yml declares /imapp and the commands for single operations', () => {
  const { slash_commands } = manifest.features;
  expect(slash_commands.map(({ command }: { command: string }) => command)).toEqual([
    '/imapp',
    '/imapp-upgrade',
    '/imapp-config',
    '/imapp-extend',
    '/imapp-disable',
  ]);
});
