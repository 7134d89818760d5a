import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

interface HealthDeps {
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Whether Slack is reachable: the token is valid and, with Socket Mode, the socket open. */
  slackIsUp(): boolean;
  /** Whether the process is shutting down and should get no more requests. */
  isStopping(): boolean;
}

/** `/healthz`: the process is alive. `/readyz`: it can do its work. */
export function healthRoutes({ ping, slackIsUp, isStopping }: HealthDeps): Readonly<Record<string, RequestListener>> {
  return {
    '/healthz': (_request, response) => respond(response, 200, 'ok'),
    '/readyz': async (_request, response) => {
      const database = await ping().then(
        () => true,
        () => false,
      );
      const slack = slackIsUp();
      if (isStopping()) respond(response, 503, 'not ready: stopping');
      else if (database && slack) respond(response, 200, 'ready');
      else respond(response, 503, `not ready:${database ? '' : ' database'}${slack ? '' : ' slack'}`);
    },
  };
}

function respond(response: ServerResponse<IncomingMessage>, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
