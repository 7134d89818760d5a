import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from '@imapp/slack-emulator';

/** What the demo continues from: the workspace, its secrets, and how far its clock is ahead. */
interface KeptState {
  readonly workspace: State;
  readonly secrets: { readonly botToken: string; readonly appToken: string; readonly signingSecret: string };
  readonly aheadMs: number;
}

/** Keeps the demo in a directory, from one start to the next; with null, nothing is kept. */
export function keptStateIn(directory: string | null) {
  const file = directory && join(directory, 'workspace.json');
  return {
    databaseDirectory: directory && join(directory, 'database'),
    /** Null when there is none. */
    load: (): KeptState | null => (file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null),
    save(state: KeptState): void {
      if (!directory || !file) return;
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, JSON.stringify(state));
    },
    clear(): void {
      if (directory) rmSync(directory, { recursive: true, force: true });
    },
  };
}
