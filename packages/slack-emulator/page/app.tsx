import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Screen } from '../src/state/user-view.js';
import { Workspace } from './components/workspace.js';
import { type Directory, humansIn } from './hooks/directory.js';
import { get } from './hooks/send-command.js';
import { useChanges } from './hooks/use-changes.js';
import { usePlace } from './hooks/use-location.js';
import { useFresh } from './hooks/use-polled.js';
import { linkTo } from './state/location.js';

/** Loads who and what there is, then the screen of whoever the address names. */
export function App(): JSX.Element {
  const changes = useChanges();
  const place = usePlace();
  const directory = useFresh(() => get<Directory>('/_sandbox/users'), 'users', changes.online ? 1 : 0);
  const humans = directory === undefined ? [] : humansIn(directory);
  const person = humans.find((each) => each.name === place.who) ?? humans[0];
  const path = `/_sandbox/state?user=${encodeURIComponent(person?.id ?? '')}`;
  const screen = useFresh(
    async () => (person === undefined ? undefined : await get<Screen>(path)),
    person?.id ?? '',
    changes.count,
  );
  const where = place.where || (screen?.conversations[0]?.id ?? '');
  useEffect(() => {
    const given = person !== undefined && where !== '';
    if (given && (place.who !== person.name || place.where !== where)) {
      history.replaceState(null, '', linkTo({ who: person.name, where }));
    }
  }, [person, where, place.who, place.where]);
  if (directory === undefined || screen === undefined || person === undefined) {
    return <p class="starting">…</p>;
  }
  return <Workspace directory={directory} screen={screen} changes={changes} place={{ who: person.name, where }} />;
}
