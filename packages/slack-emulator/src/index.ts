/** Public API of the Slack workspace emulator. */
export { createManualClock, type ManualClock, realTimers, type Schedule } from './clock.js';
export type { ControlCommands } from './control/commands.js';
export type { Control } from './control/control.js';
export type { Fault } from './faults.js';
export type { CommandHint, ShortcutHint } from './hints.js';
export { type PageHandler, servePage } from './http/routes/page.js';
export { InvalidActionError } from './invalid-action.js';
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
export type { ActionResult } from './outbound/result.js';
export { defaultUsers, type Seed } from './state/seed.js';
export type { State } from './state/state.js';
export type { Screen } from './state/user-view.js';
export type { UsageReading, UsageSource } from './usage.js';
export type { UserDriver } from './user-driver/types.js';
export { startWorkspace, type Workspace } from './workspace.js';
