import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from './log.js';

interface HealthDeps {
  /** Rejects when nothing can be written to the database. */
  checkDatabase(): Promise<void>;
  /** Why the jobs are not done; null: they are. */
  workerProblem(): string | null;
  /** Whether the process is shutting down and should get no more requests. */
  isStopping(): boolean;
  /** What an admin has to repair although requests can be served, one sentence each. */
  warnings(): readonly string[];
  readonly log: Pick<Logger, 'error' | 'info'>;
}

/**
 * `/healthz`: the process is alive. `/readyz`: it can do its work. Another process can take over from one without its
 * database or its jobs, but not from one that Slack does not serve: what is wrong there is only told, below the verdict.
 */
export function healthRoutes(deps: HealthDeps): Readonly<Record<string, RequestListener>> {
  const logChange = changeLog(deps.log);
  return {
    '/healthz': (_request, response) => respond(response, 200, ['ok']),
    '/readyz': async (_request, response) => {
      if (deps.isStopping()) return respond(response, 503, ['not ready: stopping']);
      const error: unknown = await deps.checkDatabase().then(
        () => null,
        (reason: unknown) => reason ?? 'no reason',
      );
      const worker = deps.workerProblem();
      const problems = [
        ...(error === null ? [] : [{ part: 'database', text: `nothing can be written${codeOf(error)}`, err: error }]),
        ...(worker === null ? [] : [{ part: 'worker', text: worker, err: undefined }]),
      ];
      const parts = problems.map(({ part }) => part).join(' ');
      logChange(parts, problems);
      const verdict = parts === '' ? 'ready' : `not ready: ${parts}`;
      const lines = [...problems.map(({ part, text }) => `${part}: ${text}`), ...deps.warnings()];
      respond(response, parts === '' ? 200 : 503, [verdict, ...lines]);
    },
  };
}

/** Logs when a process becomes ready or not ready, and why. */
function changeLog(log: HealthDeps['log']) {
  let last = '';
  return (parts: string, problems: readonly { readonly text: string; readonly err: unknown }[]) => {
    if (parts === last) return;
    last = parts;
    if (parts === '') log.info('ready again');
    else for (const { text, err } of problems) log.error({ err, parts }, `not ready: ${text}`);
  };
}

/** The error code, such as PostgreSQL's 25006; its message may name hosts and users. */
function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^\w+$/.test(code) ? ` (${code})` : '';
}

function respond(response: ServerResponse<IncomingMessage>, status: number, lines: readonly string[]): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${lines.join('\n')}\n`);
}
