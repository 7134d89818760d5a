/** Public API of the Slack workspace emulator. */
export { createManualClock as manualClock, type ManualClock, realTimers, type Schedule as After } from './clock.js';
export type { ControlCommands as Asks } from './control/commands.js';
export type { Control } from './control/control.js';
export type { Fault } from './faults.js';
export type { CommandHint, ShortcutHint } from './hints.js';
export { type PageHandler, servePage } from './http/routes/page.js';
export {
  flagIn,
  isList,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  objectsIn,
  parseJson,
  stringIn,
} from './json.js';
export { readManifest } from './manifest.js';
export type { WorkspaceOptions } from './options.js';
export type { ActionResult as Outcome } from './outbound/result.js';
export type { Seed } from './state/seed.js';
export type { Screen } from './state/user-view.js';
export type { UsageReading as Reading, UsageSource } from './usage.js';
export type { UserDriver as Person } from './user-driver/types.js';
export { startWorkspace, type Workspace } from './workspace.js';
