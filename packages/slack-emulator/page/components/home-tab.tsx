import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { objectsIn } from '../../src/json.js';
import type { VisibleView } from '../../src/state/user-view.js';
import { textsIn } from '../../src/user-driver/screen-text.js';
import { Blocks } from '../blocks/blocks.js';
import { SurfaceContext } from '../hooks/surface.js';
import { useViewSurface } from '../hooks/use-view-surface.js';
import { usePage } from '../page-context.js';
import { languageOf } from '../state/language.js';

/** The app's Home tab. Sends app_home_opened each time it is opened. */
export function HomeTab(): JSX.Element {
  const { screen, user, texts, sendCommand } = usePage();
  useEffect(() => void sendCommand('openHome', { user: user.id }), [user.id, sendCommand]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
    <section class="home-tab" tabIndex={0} aria-label={texts.home}>
      {screen.home === null ? (
        <p class="empty">{texts.noHome}</p>
      ) : (
        <HomeView key={screen.home.id} view={screen.home} />
      )}
    </section>
  );
}

function HomeView({ view }: { readonly view: VisibleView }): JSX.Element {
  const { surface } = useViewSurface(view);
  const blocks = objectsIn(view.json, 'blocks');
  return (
    <div lang={languageOf(textsIn(blocks).join(' '))}>
      <SurfaceContext.Provider value={surface}>
        <Blocks blocks={blocks} />
      </SurfaceContext.Provider>
    </div>
  );
}
