import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { UsageApp, UsageMetric } from '../../src/usage.js';
import { useDesk } from '../page-context.js';
import { Choice } from './choice.js';

interface Props {
  readonly apps: readonly UsageApp[];
  readonly metrics: readonly UsageMetric[];
}

/** Reports how much of something an app uses; what came of it is said beneath. */
export function UsagePanel({ apps, metrics }: Props): JSX.Element {
  const { words, person, act } = useDesk();
  const { usage } = words;
  const language = person.locale.slice(0, 2);
  const named = metrics.map(({ id, label }) => ({ id, name: label[language] ?? label['en'] ?? id }));
  const [{ app, metric }, choose] = useState({ app: String(apps[0]?.id ?? ''), metric: metrics[0]?.id ?? '' });
  const [value, setValue] = useState('');
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState<{ readonly fine: boolean; readonly text: string }>();
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    const outcome = await act('reading', { sdkAppId: Number(app), metric, value: Number(value) });
    setSending(false);
    if (outcome === undefined) return setSaid(undefined);
    const shown = new Intl.NumberFormat(person.locale).format(Number(value));
    const nameIn = (all: readonly { id: string; name: string }[], id: string) =>
      all.find((each) => each.id === id)?.name ?? id;
    const done = usage.sent(nameIn(named, metric), shown, nameIn(apps.map(asChoice), app));
    setSaid(outcome.ok ? { fine: true, text: done } : { fine: false, text: `${usage.refused} ${outcome.text}` });
  };
  return (
    <form class="usage-panel" aria-label={usage.title} aria-busy={sending || undefined} onSubmit={send}>
      <Choice
        label={usage.app}
        value={app}
        options={apps.map(asChoice)}
        onChange={(id) => choose({ metric, app: id })}
      />
      <Choice label={usage.metric} value={metric} options={named} onChange={(id) => choose({ app, metric: id })} />
      <label class="usage-field">
        <span>{usage.value}</span>
        <input
          type="number"
          class="text-input small"
          min={0}
          step={1}
          required
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button plain small" aria-disabled={sending || undefined}>
        {usage.send}
      </button>
      <p class={said?.fine === false ? 'usage-said bad' : 'usage-said'} role="status">
        {said?.text ?? usage.hint}
      </p>
    </form>
  );
}

function asChoice({ id, name }: UsageApp): { readonly id: string; readonly name: string } {
  return { id: String(id), name: `${name} (${id})` };
}
