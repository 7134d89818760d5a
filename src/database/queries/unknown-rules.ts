import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import { hasRulesOf } from '../../domain/catalogue/catalogue.js';
import { DatabaseRefusedError } from '../errors.js';
import type { Db } from './apps.js';

/**
 * Throws a DatabaseRefusedError if an app, or its history, is under a rule set or plan that the catalogue lacks: a newer
 * version has written it, and this one would compute wrong fees.
 */
export async function refuseUnknownRules(db: Db, catalogue: Catalogue): Promise<void> {
  const used = await db.$queryRaw<{ ruleSet: string; plan: string; app: number }[]>`
    SELECT rule_set AS "ruleSet", plan, min(sdk_app_id) AS app FROM (
      SELECT rule_set, plan, sdk_app_id FROM app UNION ALL SELECT rule_set, plan, sdk_app_id FROM app_history
    ) AS used GROUP BY rule_set, plan ORDER BY app`;
  const unknown = used.find((each) => !hasRulesOf(catalogue, each));
  if (unknown === undefined) return;
  const { app, ruleSet, plan } = unknown;
  throw new DatabaseRefusedError(
    `This version of imapp does not know the billing rules of app ${app}: rule set "${ruleSet}", plan "${plan}". Start the version that wrote them, or restore the backup from before the upgrade.`,
  );
}
