import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the workspace's page. Its Content-Security-Policy allows nothing but files of its own origin, so nothing is
 * inlined: no script, no style, no font as a data: URL.
 */
export default defineConfig({
  root: at('./page/'),
  base: './/',
  publicDir: false,
  cacheDir: at('../../node_modules/.cache/vite-page/'),
  build: {
    outDir: at('./dist/page/'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
  },
});
