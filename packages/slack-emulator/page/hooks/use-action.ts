import { useCallback } from 'preact/hooks';
import type { ControlCommands } from '../../src/control/commands.js';
import { type Ask, type Name, post } from './send-command.js';

/** Asks whose failure is shown elsewhere: in the conversation, or in the window itself. */
const shownElsewhere: readonly Name[] = ['runCommand', 'submit', 'reading'];

/** Acts, says afterwards that something was asked, and shows in a toast what went wrong where nothing else on the screen would. */
export function useAct(show: (text: string) => void, asked: () => void): Ask {
  return useCallback(
    async <N extends Name>(name: N, ask: ControlCommands[N]) => {
      try {
        const answer = await post(name, ask);
        const failed = 'ok' in answer && answer.ok === false && 'text' in answer;
        if (failed && !shownElsewhere.includes(name)) show(String(answer.text));
        return answer;
      } catch (error) {
        show(error instanceof Error ? error.message : String(error));
        return undefined;
      } finally {
        asked();
      }
    },
    [show, asked],
  );
}
