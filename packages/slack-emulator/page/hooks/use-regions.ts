import { useEffect } from 'preact/hooks';

/** F6 and Shift+F6 move the focus between the regions of the page, as in Slack. */
export function useRegions(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isReachable);
      const at = regions.findIndex((region) => region.contains(document.activeElement));
      const step = event.shiftKey ? -1 : 1;
      regions[(at + step + regions.length) % regions.length]?.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isReachable(region: HTMLElement): boolean {
  return region.closest('[inert]') === null && region.getClientRects().length > 0;
}
