import type { AppState } from '../../domain/app.js';
import type { StateRules } from '../../domain/states.js';
import type { Prisma } from '../generated/client.js';

/**
 * Apps that are in a state at `at`, as a question to the database: the same rule as `stateAt`, so that what a list says
 * does not wait for the clock's jobs.
 */
export function whereState(state: AppState, at: string, rules: StateRules): Prisma.AppWhereInput {
  const serving: Prisma.AppWhereInput = { disabledAt: null, state: { not: 'purged' } };
  const gone = Object.values(rules.catalogue.ruleSets).map(({ id, restoreDays }) => ({
    ruleSet: id,
    disabledAt: { lte: restoreDays === null ? at : rules.calendar.addDays(at, -restoreDays) },
  }));
  switch (state) {
    case 'active':
      return { ...serving, OR: [{ validUntil: null }, { validUntil: { gt: at } }] };
    case 'suspended':
      return { ...serving, validUntil: { lte: at } };
    case 'disabled':
      return { disabledAt: { not: null }, state: { not: 'purged' }, NOT: { OR: gone } };
    case 'purged':
      return { OR: [{ state: 'purged' }, ...gone] };
  }
}
