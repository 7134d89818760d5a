import type { Call, Method } from './call.js';
import { okReply, type Reply } from './reply.js';

function authTest({ ctx }: Call): Reply {
  const { identity } = ctx.store.state();
  return okReply({
    url: `https://${identity.domain}.slack.com/`,
    team: identity.teamName,
    user: identity.botName,
    team_id: identity.teamId,
    user_id: identity.botUserId,
    bot_id: identity.botId,
    is_enterprise_install: false,
  });
}

function apiTest({ args }: Call): Reply {
  const error = args['error'];
  return typeof error === 'string' ? { ok: false, error, args } : okReply({ args });
}

function openConnection({ ctx }: Call): Reply {
  return okReply({ url: ctx.socketUrl() });
}

export const authMethods: Readonly<Record<string, Method>> = {
  'api.test': { scopes: [], token: 'none', run: apiTest },
  'auth.test': { scopes: [], token: 'bot', run: authTest },
  'apps.connections.open': { scopes: [], token: 'app', run: openConnection },
};
