import { readManifest } from '@imapp/slack-emulator';

/** What the bot may do in a workspace of the tests, no more than in a real one, and how it is called there. */
export const { scopes, commands, shortcuts } = readManifest(new URL('../../manifest.yml', import.meta.url));
