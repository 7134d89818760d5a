/** A Slack workspace on this machine, strict where Slack is strict. */
export { type After, type ManualClock, manualClock, realTimers } from './clock.js';
export type { Asks } from './control/asks.js';
export type { Control } from './control/control.js';
export type { PageHandler } from './doors/page.js';
export type { Fault } from './faults.js';
export type { CommandHint, ShortcutHint } from './hints.js';
export type { Person } from './keyboard.js';
export { readManifest } from './manifest.js';
export type { WorkspaceOptions } from './options.js';
export type { Outcome } from './sends/outcome.js';
export type { Seed } from './state/seed.js';
export type { Screen } from './state/seen.js';
export type { Reading, UsageSource } from './usage.js';
export { startWorkspace, type Workspace } from './workspace.js';
