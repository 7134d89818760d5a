import { readManifest } from '@imapp/slack-emulator';

/** Scopes and commands for emulated workspaces: those of the real app. */
export const { scopes, commands, shortcuts } = readManifest(new URL('../../manifest.yml', import.meta.url));
