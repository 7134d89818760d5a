import type { ControlCommands } from '../../src/control/commands.js';
import type { JsonObject } from '../../src/json.js';
import type { ActionResult } from '../../src/outbound/result.js';

export interface Suggestions {
  readonly options: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
  readonly failed?: string;
  readonly tooShort?: true;
}

/** What the asks of this page are answered with; the rest is only looked at for failure. */
interface Answers {
  readonly suggest: Suggestions;
  readonly press: ActionResult;
  readonly submit: ActionResult;
  readonly reading: ActionResult;
}

export type Name = keyof ControlCommands;
type AnswerTo<N extends Name> = N extends keyof Answers ? Answers[N] : object;

export type Ask = <N extends Name>(name: N, ask: ControlCommands[N]) => Promise<AnswerTo<N> | undefined>;

/** The workspace said no, in a sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** POST /_sandbox/<name>. */
export async function post<N extends Name>(name: N, ask: ControlCommands[N]): Promise<AnswerTo<N>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`/_sandbox/${name}`, { method: 'POST', headers, body: JSON.stringify(ask) });
  return read(response);
}

/** GET /_sandbox/<what>, or /clock. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return read(await fetch(path, signal === undefined ? {} : { signal }));
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Refusal(reason(text) || `${response.status} ${response.statusText}`);
  // Both ends are one program: the shapes are those of the control API.
  return JSON.parse(text) as T;
}

function reason(text: string): string {
  try {
    const said: { error?: unknown } = JSON.parse(text);
    return typeof said.error === 'string' ? said.error : text;
  } catch {
    return text;
  }
}
