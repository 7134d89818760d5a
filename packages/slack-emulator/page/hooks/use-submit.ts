import { useCallback, useState } from 'preact/hooks';
import type { VisibleView } from '../../src/state/user-view.js';
import { useDesk } from '../page-context.js';
import type { Drafts } from '../state/drafts.js';

interface Submitting {
  readonly submit: (event: Event) => Promise<void>;
  readonly sending: boolean;
  /** Slack's code when the bot's answer could not be used, such as operation_timeout. */
  readonly failure: string | undefined;
}

/** Sends a view with everything typed in it, once at a time. */
export function useSubmit(view: VisibleView, take: () => Drafts): Submitting {
  const { act, person } = useDesk();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = useCallback(
    async (event: Event) => {
      event.preventDefault();
      if (sending || view.json['submit'] === null) return;
      setSending(true);
      setFailure(undefined);
      const outcome = await act('submit', { user: person.id, viewId: view.id, values: take() });
      if (outcome?.ok === false && outcome.code !== 'errors') setFailure(outcome.code);
      setSending(false);
    },
    [act, person.id, view, take, sending],
  );
  return { submit, sending, failure };
}
