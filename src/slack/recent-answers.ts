import { LRUCache } from 'lru-cache';

/** The oldest answer by which somebody may decide. */
export const maxAnswerAgeMs = 5_000;

/**
 * Asks by key, unless the same was asked within the last `maxAnswerAgeMs`: then that answer, or the one that is on its
 * way, is shared. Failures are not kept. A clock that goes back makes no answer younger.
 */
export function createRecentAnswers<T>(ask: (key: string) => Promise<T>, now: () => Date): (key: string) => Promise<T> {
  const answers = new LRUCache<string, { readonly askedAt: number; readonly answer: Promise<T> }>({ max: 10_000 });
  return (key) => {
    const askedAt = now().getTime();
    const recent = answers.get(key);
    const ageMs = recent ? askedAt - recent.askedAt : Number.NaN;
    if (recent && ageMs >= 0 && ageMs <= maxAnswerAgeMs) return recent.answer;
    const entry = { askedAt, answer: ask(key) };
    answers.set(key, entry);
    entry.answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return entry.answer;
  };
}
