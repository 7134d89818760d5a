import { useEffect, useState } from 'preact/hooks';
import { type Place, readPlace } from '../state/location.js';

/** Who one is and where, from the address; nothing there is the first of everything. */
export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const heard = (): void => setHash(location.hash);
    window.addEventListener('hashchange', heard);
    return () => window.removeEventListener('hashchange', heard);
  }, []);
  return readPlace(hash, { who: '', where: '' });
}
