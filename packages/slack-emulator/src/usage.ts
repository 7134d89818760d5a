/** A metric, with its name by language (en, ko, zh). */
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

/** The host's apps and metrics, and where readings from the page go. */
export interface UsageSource {
  readonly metrics: readonly UsageMetric[];
  /** The current apps. */
  apps(): Promise<readonly UsageApp[]> | readonly UsageApp[];
  /** Passes a reading to the bot. Its error message is shown on the page. */
  onReading(reading: UsageReading): Promise<void>;
}
