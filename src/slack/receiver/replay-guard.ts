/** Longer than a signature is good for, either way. */
const remembered = 11 * 60_000;
const most = 50_000;

/**
 * Remembers what has come in, so that the very same request does nothing a second time. It is a courtesy of this
 * process: what must never happen twice is kept from it by the corridor, on every process. Kept in two generations, so
 * that remembering and forgetting cost the same however much it is.
 */
export function createReplayGuard(now: () => Date): (key: string) => boolean {
  let [young, old] = [new Set<string>(), new Set<string>()];
  let since = now().getTime();

  function age(): void {
    const span = now().getTime() - since;
    if (span < remembered && young.size < most) return;
    old = span < 2 * remembered ? young : new Set();
    young = new Set();
    since += span;
  }

  return (key) => {
    if (key === '') return false;
    age();
    if (young.has(key) || old.has(key)) return true;
    young.add(key);
    return false;
  };
}
