/** A slash command, as in the app's manifest. */
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
