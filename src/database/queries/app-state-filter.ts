import type { AppState } from '../../domain/app.js';
import type { StateRules } from '../../domain/states.js';
import type { Prisma } from '../generated/client.js';

/**
 * Prisma filter for the apps that are in a state at `at`, by the same rule as `stateAt`: it does not depend on when the
 * sweep updates the recorded state.
 */
export function whereState(state: AppState, at: string, rules: StateRules): Prisma.AppWhereInput {
  const inService: Prisma.AppWhereInput = { disabledAt: null, state: { not: 'purged' } };
  const beyondRestore = Object.values(rules.catalogue.ruleSets).map(({ id, restoreDays }) => ({
    ruleSet: id,
    disabledAt: { lte: restoreDays === null ? at : rules.calendar.addDays(at, -restoreDays) },
  }));
  switch (state) {
    case 'active':
      return { ...inService, OR: [{ validUntil: null }, { validUntil: { gt: at } }] };
    case 'suspended':
      return { ...inService, validUntil: { lte: at } };
    case 'disabled':
      return { disabledAt: { not: null }, state: { not: 'purged' }, NOT: { OR: beyondRestore } };
    case 'purged':
      return { OR: [{ state: 'purged' }, ...beyondRestore] };
  }
}
