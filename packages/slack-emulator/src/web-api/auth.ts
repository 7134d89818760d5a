import { argument, type Call, type Method } from './call.js';
import { errorReply, okReply, type Reply } from './reply.js';

function authTest({ ctx }: Call): Reply {
  const { identity } = ctx.store.state();
  return okReply({
    url: `https://${identity.domain}.slack.com/`,
    team: identity.teamName,
    user: identity.botName,
    team_id: identity.teamId,
    user_id: identity.botUserId,
    bot_id: identity.botId,
    is_enterprise_install: identity.isOrgInstall ?? false,
    ...(identity.enterpriseId === undefined ? {} : { enterprise_id: identity.enterpriseId }),
  });
}

function botInfo(call: Call): Reply {
  const { botId, botName, botUserId, appId } = call.ctx.store.state().identity;
  if (argument(call, 'bot') !== botId) return errorReply('bot_not_found');
  return okReply({ bot: { id: botId, deleted: false, name: botName, updated: 0, app_id: appId, user_id: botUserId } });
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
  'bots.info': { scopes: ['users:read'], token: 'bot', run: botInfo },
  'apps.connections.open': { scopes: [], token: 'app', run: openConnection },
};
