import type { Database } from '../../src/database/client.js';

/** A reading of an app on a billing day; by default on the morning of 21 November 2026. */
export interface MeasuredReading {
  readonly sdkAppId: number;
  readonly metric: string;
  readonly value: number;
  readonly day?: string;
  readonly peak?: number;
  readonly subject?: string;
}

/** Writes readings to the database. */
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
