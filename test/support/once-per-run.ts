/** The result of a set-up, in the process that all projects of a run share. */
interface SharedSetUp {
  readonly result: Promise<unknown>;
  users: number;
}

const setUps: Map<string, SharedSetUp> = shared('imapp.test.set-ups', () => new Map());

/** Calls `make` for the first project; the others get the same result. */
export function oncePerRun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const setUp = setUps.get(name) ?? { result: make(), users: 0 };
  setUp.users += 1;
  setUps.set(name, setUp);
  return setUp.result as Promise<T>;
}

/** Called by each project at its end. Returns true for the last one, which cleans up. */
export function isLastUser(name: string): boolean {
  const setUp = setUps.get(name);
  if (!setUp) return true;
  setUp.users -= 1;
  if (setUp.users === 0) setUps.delete(name);
  return setUp.users === 0;
}

/** Each project loads the modules of its set-up again, so their variables are not shared. */
function shared<T>(name: string, create: () => T): T {
  const key = Symbol.for(name);
  const existing: T | undefined = Reflect.get(globalThis, key);
  if (existing !== undefined) return existing;
  const created = create();
  Reflect.set(globalThis, key, created);
  return created;
}
