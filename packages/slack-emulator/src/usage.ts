/** A metric that can be measured, with its name by language (en, ko, zh). */
export interface UsageMetric {
  readonly id: string;
  readonly label: Readonly<Record<string, string>>;
}

export interface UsageApp {
  readonly id: number;
  readonly name: string;
}

export interface UsageReading {
  readonly sdkAppId: number;
  readonly metric: string;
  readonly value: number;
}

/** Where the page's readings go, and what can be measured: the host knows, the workspace does not. */
export interface UsageSource {
  readonly metrics: readonly UsageMetric[];
  /** The apps as they are now. */
  apps(): Promise<readonly UsageApp[]> | readonly UsageApp[];
  /** Brings a reading to the bot. Rejects with a sentence when the bot does not take it. */
  onReading(reading: UsageReading): Promise<void>;
}
