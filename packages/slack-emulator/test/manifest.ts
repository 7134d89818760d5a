import { readManifest } from '../src/index.js';

/** Scopes, commands and shortcuts of the test app. */
export const { scopes, commands, shortcuts } = readManifest(new URL('manifest.yml', import.meta.url));
