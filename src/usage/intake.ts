import type { Actor } from '../changes/change.js';
import type { ServiceContext } from '../changes/operation-context.js';
import { findRegistration } from '../changes/registered.js';
import type { Database } from '../database/client.js';
import type { FormValues } from '../operations/change-plan.js';
import type { VendorEvent } from '../tencent/webhook-events.js';
import { type ReportedLimitError, recordLimitErrors } from './limit-errors.js';
import { type Reading, recordReadings } from './readings.js';
import { recordVendorEvent } from './vendor-events.js';

/** What programs hand in besides changes. Each is taken in by one statement, or not at all. */
export interface Intake {
  readings(readings: readonly Reading[]): Promise<{ readonly unknownApps: ReadonlySet<number> }>;
  refusals(refusals: readonly ReportedLimitError[]): Promise<{ readonly unknownApps: ReadonlySet<number> }>;
  /** False for an app that is not known. */
  vendorEvent(event: VendorEvent): Promise<boolean>;
  /** Whether an app has been registered with these answers already, or with others. */
  registered(actor: Actor, answers: FormValues): Promise<'no' | 'same' | 'other'>;
}

export function openIntake(database: Database, ctx: ServiceContext): Intake {
  return {
    readings: (readings) => recordReadings(database, ctx, readings),
    refusals: (refusals) => recordLimitErrors(database, refusals),
    vendorEvent: (event) => recordVendorEvent(database, event, ctx.now()),
    registered: (actor, answers) => findRegistration(database, ctx, { actor, answers }),
  };
}
