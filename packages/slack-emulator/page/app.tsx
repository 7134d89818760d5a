import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Screen } from '../src/state/user-view.js';
import { Workspace } from './components/workspace.js';
import { type Directory, humanUsers } from './hooks/directory.js';
import { fetchJson } from './hooks/send-command.js';
import { useLocation } from './hooks/use-location.js';
import { useChanges, usePolled } from './hooks/use-polled.js';
import { hrefFor } from './state/location.js';

/** Loads the directory, then the screen of the user given in the URL. */
export function App(): JSX.Element {
  const changes = useChanges();
  const location = useLocation();
  const directory = usePolled(() => fetchJson<Directory>('/_sandbox/users'), 'users', changes.online ? 1 : 0);
  const humans = directory === undefined ? [] : humanUsers(directory);
  const user = humans.find((each) => each.name === location.handle) ?? humans[0];
  const path = `/_sandbox/state?user=${encodeURIComponent(user?.id ?? '')}`;
  const screen = usePolled(
    async () => (user === undefined ? undefined : await fetchJson<Screen>(path)),
    user?.id ?? '',
    changes.count,
  );
  const pane = location.pane || (screen?.conversations[0]?.id ?? '');
  useEffect(() => {
    const isComplete = user !== undefined && pane !== '';
    if (isComplete && (location.handle !== user.name || location.pane !== pane)) {
      history.replaceState(null, '', hrefFor({ handle: user.name, pane }));
    }
  }, [user, pane, location.handle, location.pane]);
  if (directory === undefined || screen === undefined || user === undefined) {
    return <p class="starting">…</p>;
  }
  return <Workspace directory={directory} screen={screen} changes={changes} location={{ handle: user.name, pane }} />;
}
