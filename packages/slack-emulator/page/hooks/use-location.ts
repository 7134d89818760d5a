import { useEffect, useState } from 'preact/hooks';
import { type PageLocation, parseLocation } from '../state/location.js';

/** The location from the URL's hash; empty strings for what it does not give. */
export function useLocation(): PageLocation {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onHashChange = (): void => setHash(location.hash);
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);
  return parseLocation(hash, { handle: '', pane: '' });
}
