import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { WorkspaceOptions } from './options.js';

/** The parts of an app manifest that the workspace uses. */
interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { command: string; description: string; usage_hint: string }[];
    readonly shortcuts: readonly { name: string; type: 'global' | 'message'; callback_id: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
}

/** Reads scopes, slash commands and shortcuts from an app manifest (YAML); throws if the file cannot be read. */
export function readManifest(file: URL): Required<Pick<WorkspaceOptions, 'scopes' | 'commands' | 'shortcuts'>> {
  const { features, oauth_config }: Manifest = parse(readFileSync(file, 'utf8'));
  return {
    scopes: oauth_config.scopes.bot,
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: features.shortcuts.map(({ name, type, callback_id: callbackId }) => ({ name, type, callbackId })),
  };
}
