import type { Database } from '../../src/database/client.js';

/** What was measured of an app on a day of the billing time zone: by default on 21 November 2026, in the morning. */
export interface MeasuredReading {
  readonly sdkAppId: number;
  readonly metric: string;
  readonly value: number;
  readonly day?: string;
  readonly peak?: number;
  readonly subject?: string;
}

/** Writes readings, as if they had just been measured. */
export async function measure({ prisma }: Database, readings: readonly MeasuredReading[]): Promise<void> {
  const data = readings.map(({ day = '2026-11-21', value, peak = value, subject = '', ...of }) => ({
    ...of,
    subject,
    day: new Date(day),
    measuredAt: new Date(`${day}T01:02:03.004Z`),
    value: BigInt(value),
    peak: BigInt(peak),
  }));
  await prisma.usageReading.createMany({ data });
}
