import type { Asker } from '../changes/change.js';
import type { Desk } from '../changes/operation-context.js';
import { registeredWith } from '../changes/registered.js';
import type { Database } from '../database/client.js';
import type { Answers } from '../operations/change-plan.js';
import { type ReportedRefusal, takeRefusals } from './limit-errors.js';
import { type Reading, takeReadings } from './readings.js';
import { takeVendorEvent, type VendorEvent } from './vendor-events.js';

/** What programs hand in besides changes. Each is taken in by one statement, or not at all. */
export interface Intake {
  readings(readings: readonly Reading[]): Promise<{ readonly unknownApps: ReadonlySet<number> }>;
  refusals(refusals: readonly ReportedRefusal[]): Promise<{ readonly unknownApps: ReadonlySet<number> }>;
  /** False for an app that is not known. */
  vendorEvent(event: VendorEvent): Promise<boolean>;
  /** Whether an app has been registered with these answers already, or with others. */
  registered(asker: Asker, answers: Answers): Promise<'no' | 'same' | 'other'>;
}

export function openIntake(database: Database, desk: Desk): Intake {
  return {
    readings: (readings) => takeReadings(database, desk, readings),
    refusals: (refusals) => takeRefusals(database, refusals),
    vendorEvent: (event) => takeVendorEvent(database, event, desk.now()),
    registered: (asker, answers) => registeredWith(database, desk, { asker, answers }),
  };
}
