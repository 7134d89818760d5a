import { type Settings, settingNames } from './config.js';
import { type Environment, unknownSettings } from './environment.js';
import { roleWarnings } from './role-settings.js';

/** What is likely to be a mistake in settings that can be used, one sentence each, without values. */
export function settingWarnings(
  { slack }: Pick<Settings, 'slack'>,
  environment: Environment,
  inFile?: Environment,
): readonly string[] {
  return [...(slack ? roleWarnings(slack) : []), ...unknownSettings(settingNames, environment, inFile)];
}
