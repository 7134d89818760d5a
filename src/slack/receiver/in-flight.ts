/** What has been begun and is not finished yet. */
interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves as soon as there is nothing; what is begun meanwhile counts too. */
  none(): Promise<void>;
}

export function createInFlight(): InFlight {
  const begun = new Set<Promise<unknown>>();
  return {
    track(work) {
      begun.add(work);
      const finished = () => void begun.delete(work);
      work.then(finished, finished);
      return work;
    },
    async none() {
      while (begun.size > 0) await Promise.allSettled(begun);
    },
  };
}
