import type { Call, Method } from './call.js';
import { done, type Reply } from './reply.js';

function whoami({ house }: Call): Reply {
  const { identity } = house.store.state();
  return done({
    url: `https://${identity.domain}.slack.com/`,
    team: identity.teamName,
    user: identity.botName,
    team_id: identity.teamId,
    user_id: identity.botUserId,
    bot_id: identity.botId,
    is_enterprise_install: false,
  });
}

function echo({ args }: Call): Reply {
  const error = args['error'];
  return typeof error === 'string' ? { ok: false, error, args } : done({ args });
}

function openConnection({ house }: Call): Reply {
  return done({ url: house.socketUrl() });
}

export const authMethods: Readonly<Record<string, Method>> = {
  'api.test': { scopes: [], token: 'none', run: echo },
  'auth.test': { scopes: [], token: 'bot', run: whoami },
  'apps.connections.open': { scopes: [], token: 'app', run: openConnection },
};
