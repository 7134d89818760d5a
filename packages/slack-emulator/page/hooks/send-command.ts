import { useCallback } from 'preact/hooks';
import type { ControlCommands } from '../../src/control/commands.js';
import type { JsonObject } from '../../src/json.js';
import type { ActionResult } from '../../src/outbound/result.js';

export interface Suggestions {
  readonly options: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
  readonly failed?: string;
  readonly tooShort?: true;
}

/** The results that the page reads; of other commands it only sees whether they failed. */
interface Results {
  readonly suggest: Suggestions;
  readonly press: ActionResult;
  readonly submit: ActionResult;
  readonly reading: ActionResult;
}

type CommandName = keyof ControlCommands;
type ResultOf<N extends CommandName> = N extends keyof Results ? Results[N] : object;

/** Sends a command; resolves with undefined, after showing a toast, if it failed. */
export type SendCommand = <N extends CommandName>(
  name: N,
  args: ControlCommands[N],
) => Promise<ResultOf<N> | undefined>;

/** Commands whose failure is shown elsewhere: in the conversation, the modal or the usage panel. */
const reportedElsewhere: readonly CommandName[] = ['runCommand', 'submit', 'reading'];

export function useSendCommand(showToast: (text: string) => void, onSent: () => void): SendCommand {
  return useCallback(
    async <N extends CommandName>(name: N, args: ControlCommands[N]) => {
      try {
        const result = await postCommand(name, args);
        const failed = 'ok' in result && result.ok === false && 'text' in result;
        if (failed && !reportedElsewhere.includes(name)) showToast(String(result.text));
        return result;
      } catch (error) {
        showToast(error instanceof Error ? error.message : String(error));
        return undefined;
      } finally {
        onSent();
      }
    },
    [showToast, onSent],
  );
}

/** POST /_sandbox/<name>; throws the workspace's error message. */
export async function postCommand<N extends CommandName>(name: N, args: ControlCommands[N]): Promise<ResultOf<N>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`/_sandbox/${name}`, { method: 'POST', headers, body: JSON.stringify(args) });
  return readResponse(response);
}

/** GET /_sandbox/… or /clock; throws the workspace's error message. */
export async function fetchJson<T>(path: string): Promise<T> {
  return readResponse(await fetch(path));
}

async function readResponse<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(errorMessage(text) || `${response.status} ${response.statusText}`);
  // Page and server are built together: the types are those of the control API.
  return JSON.parse(text) as T;
}

function errorMessage(text: string): string {
  try {
    const parsed: { error?: unknown } = JSON.parse(text);
    return typeof parsed.error === 'string' ? parsed.error : text;
  } catch {
    return text;
  }
}
