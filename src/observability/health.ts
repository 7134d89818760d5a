import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** What readiness is judged by. */
interface HealthDeps {
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Whether the door to people is open: the token is good, the socket stands. */
  slackIsUp(): boolean;
  /** Whether the process is about to end: it finishes its work, and should be given no more. */
  isStopping(): boolean;
}

/** `/healthz`: the process runs. `/readyz`: it can do its work. Null for any other path. */
export function healthRoutes({ ping, slackIsUp, isStopping }: HealthDeps): Readonly<Record<string, RequestListener>> {
  return {
    '/healthz': (_request, response) => say(response, 200, 'ok'),
    '/readyz': async (_request, response) => {
      const database = await ping().then(
        () => true,
        () => false,
      );
      const slack = slackIsUp();
      if (isStopping()) say(response, 503, 'not ready: stopping');
      else if (database && slack) say(response, 200, 'ready');
      else say(response, 503, `not ready:${database ? '' : ' database'}${slack ? '' : ' slack'}`);
    },
  };
}

function say(response: ServerResponse<IncomingMessage>, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
