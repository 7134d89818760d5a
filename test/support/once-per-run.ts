/** What a set-up has made so far, in the process that all projects of a run share. */
interface SetUp {
  readonly made: Promise<unknown>;
  users: number;
}

const setUps: Map<string, SetUp> = shared('imapp.test.set-ups', () => new Map());

/** Makes something for the first project that needs it; the others get the same. */
export function oncePerRun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const setUp = setUps.get(name) ?? { made: make(), users: 0 };
  setUp.users += 1;
  setUps.set(name, setUp);
  return setUp.made as Promise<T>;
}

/** To be called by each project that got it. Answers true to the last: now it can be taken down. */
export function isLastUser(name: string): boolean {
  const setUp = setUps.get(name);
  if (!setUp) return true;
  setUp.users -= 1;
  if (setUp.users === 0) setUps.delete(name);
  return setUp.users === 0;
}

/** Each project loads its set-up anew, so a variable of a module is not shared. */
function shared<T>(name: string, create: () => T): T {
  const key = Symbol.for(name);
  const existing: T | undefined = Reflect.get(globalThis, key);
  if (existing !== undefined) return existing;
  const created = create();
  Reflect.set(globalThis, key, created);
  return created;
}
