import { toDocument } from '../../database/document.js';
import type { Language } from '../../i18n/language.js';
import type { StatementFacts } from '../../notices/statement/statement.js';
import type { Round } from './round.js';

/** A statement that was frozen, with where its app wants to hear of it. */
export interface ClosedStatement {
  readonly sdkAppId: number;
  readonly channel: string | null;
  readonly language: Language | null;
  readonly facts: StatementFacts;
}

/** Notes statements of a month that has closed, each once; the next sweep says them. Answers how many were new. */
export async function noteStatements(
  { database, desk, team }: Round,
  statements: readonly ClosedStatement[],
): Promise<number> {
  const occurredAt = desk.now();
  const data = statements.flatMap(({ sdkAppId, channel, language, facts }) => {
    const to = channel ?? team.noticesChannel;
    const once = `statement:${sdkAppId}:${facts.month}`;
    const place = to === null ? [] : [{ channel: to, language: language ?? team.language }];
    return place.map((it) => ({ once, kind: 'statement', sdkAppId, ...it, facts: toDocument(facts), occurredAt }));
  });
  const { count } = await database.prisma.notice.createMany({ data, skipDuplicates: true });
  return count;
}
