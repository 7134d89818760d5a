import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Screen } from '../state/seen.js';
import { get } from './desk/ask.js';
import { type Directory, humansIn } from './desk/directory.js';
import { useChanges } from './desk/use-changes.js';
import { useFresh } from './desk/use-fresh.js';
import { usePlace } from './desk/use-place.js';
import { Workspace } from './frame/workspace.js';
import { linkTo } from './state/place.js';

/** Loads who and what there is, then the screen of whoever the address names. */
export function App(): JSX.Element {
  const changes = useChanges();
  const place = usePlace();
  const directory = useFresh(() => get<Directory>('/_sandbox/people'), 'people', changes.online ? 1 : 0);
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
