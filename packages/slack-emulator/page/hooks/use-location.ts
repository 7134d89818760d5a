import { useEffect, useState } from 'preact/hooks';
import { type PageLocation, parseLocation } from '../state/location.js';

/** Who one is and where, from the address; nothing there is the first of everything. */
export function useLocation(): PageLocation {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onHashChange = (): void => setHash(location.hash);
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);
  return parseLocation(hash, { handle: '', pane: '' });
}
