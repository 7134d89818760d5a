import type { Configuration } from '../domain/app.js';
import type { AppUpdate } from './change-plan.js';

interface UpdateOrigin {
  readonly operation: string;
  /** The instant of the change, ISO in UTC. */
  readonly at: string;
}

/** The configurations that an update adds to the history of its app, oldest first. */
export function addedConfigurations(
  { after, usesAllowance: usedAllowances, periods }: AppUpdate,
  { operation, at }: UpdateOrigin,
): Configuration[] {
  const { ruleSet, plan, addOns, retiredAt } = after;
  const subscription = { operation, ruleSet, plan, addOns, usedAllowances, retired: retiredAt !== null };
  return (periods ?? [{ effectiveFrom: at, state: after.state }]).map((period) => ({ ...subscription, ...period }));
}

/** The history of an app, in the order of writing, once the update is applied. */
export function historyAfter(
  history: readonly Configuration[],
  update: AppUpdate,
  origin: UpdateOrigin,
): Configuration[] {
  const moved = new Map(update.moved?.map(({ position, effectiveFrom }) => [position, effectiveFrom]));
  const corrected = history.map((configuration, position) => ({
    ...configuration,
    effectiveFrom: moved.get(position) ?? configuration.effectiveFrom,
  }));
  return [...corrected, ...addedConfigurations(update, origin)];
}
