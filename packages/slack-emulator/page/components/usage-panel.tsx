import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { UsageApp, UsageMetric } from '../../src/usage.js';
import { usePage } from '../page-context.js';
import { SelectField } from './select-field.js';

interface Props {
  readonly apps: readonly UsageApp[];
  readonly metrics: readonly UsageMetric[];
}

/** A form that reports a usage reading; the result is shown beneath. */
export function UsagePanel({ apps, metrics }: Props): JSX.Element {
  const { texts, user, sendCommand } = usePage();
  const { usage } = texts;
  const language = user.locale.slice(0, 2);
  const metricOptions = metrics.map(({ id, label }) => ({ id, name: label[language] ?? label['en'] ?? id }));
  const [{ app, metric }, setSelected] = useState({ app: String(apps[0]?.id ?? ''), metric: metrics[0]?.id ?? '' });
  const [value, setValue] = useState('');
  const [sending, setSending] = useState(false);
  const [status, setStatus] = useState<{ readonly ok: boolean; readonly text: string }>();
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    const result = await sendCommand('reading', { sdkAppId: Number(app), metric, value: Number(value) });
    setSending(false);
    if (result === undefined) return setStatus(undefined);
    const formatted = new Intl.NumberFormat(user.locale).format(Number(value));
    const done = usage.sent(nameOf(metricOptions, metric), formatted, nameOf(apps.map(appOption), app));
    setStatus(result.ok ? { ok: true, text: done } : { ok: false, text: `${usage.refused} ${result.text}` });
  };
  return (
    <form class="usage-panel" aria-label={usage.title} aria-busy={sending || undefined} onSubmit={send}>
      <SelectField
        label={usage.app}
        value={app}
        options={apps.map(appOption)}
        onChange={(id) => setSelected({ metric, app: id })}
      />
      <SelectField
        label={usage.metric}
        value={metric}
        options={metricOptions}
        onChange={(id) => setSelected({ app, metric: id })}
      />
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
      <p class={status?.ok === false ? 'usage-status bad' : 'usage-status'} role="status">
        {status?.text ?? usage.hint}
      </p>
    </form>
  );
}

function nameOf(options: readonly { id: string; name: string }[], id: string): string {
  return options.find((each) => each.id === id)?.name ?? id;
}

function appOption({ id, name }: UsageApp): { readonly id: string; readonly name: string } {
  return { id: String(id), name: `${name} (${id})` };
}
