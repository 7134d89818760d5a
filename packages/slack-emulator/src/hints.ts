/** A slash command as the manifest describes it. */
export interface CommandHint {
  readonly command: string;
  readonly description?: string;
  readonly usageHint?: string;
}

export interface ShortcutHint {
  readonly callbackId: string;
  readonly name: string;
  readonly type: 'global' | 'message';
}
