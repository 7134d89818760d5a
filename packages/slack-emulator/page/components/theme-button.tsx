import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStored } from '../hooks/use-stored.js';
import { usePage } from '../page-context.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const signs: Readonly<Record<Theme, string>> = { system: '◐', light: '○', dark: '●' };

/** Switches between light, dark and the system's theme. */
export function ThemeButton(): JSX.Element {
  const { texts } = usePage();
  const [theme, change] = useStored<Theme>('theme', 'system');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = (): void => change((before) => themes[(themes.indexOf(before) + 1) % themes.length] ?? 'system');
  return (
    <button
      type="button"
      class="button plain small"
      aria-label={texts.theme[theme]}
      title={texts.theme[theme]}
      onClick={next}
    >
      <span aria-hidden="true">{signs[theme]}</span>
    </button>
  );
}
