import { readManifest } from '../src/index.js';

/** What the app of these tests may do in a workspace, and how it is called there. */
export const { scopes, commands, shortcuts } = readManifest(new URL('manifest.yml', import.meta.url));
