import { once } from 'node:events';
import { createServer } from 'node:http';

const profile = { locale: 'en-US', tz: 'Europe/London' };
const view = { id: 'V1', hash: '1.1' };
const answers = {
  'auth.test': { ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' },
  'bots.info': { ok: true, bot: { id: 'BBOT', app_id: 'A1' } },
  'users.info': { ok: true, user: { id: 'UBENCH', team_id: 'T1', ...profile } },
  'chat.postMessage': { ok: true, ts: '1.1', channel: 'CNOTICES' },
  'conversations.open': { ok: true, channel: { id: 'D1' } },
  'views.open': { ok: true, view },
  'views.update': { ok: true, view },
  'views.publish': { ok: true, view },
};

/**
 * As much of Slack's Web API as is asked while measuring; it answers at once. `heard` gets the method and the body of
 * every call; a method that begins with `said/` is an answer to a command (see `replyTo`).
 */
export async function startSlack(heard = () => {}) {
  const server = createServer((request, response) => {
    const path = request.url.slice('/api/'.length);
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (text) => {
        body += text;
      })
      .on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answers[path] ?? { ok: true }));
        heard(path, body);
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${server.address().port}/api/`;
  return {
    url,
    /** Where the bot sends what it has to say to this request. */
    replyTo: (id) => `${url}said/${id}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
