import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { contractForms } from './build/contract-forms.ts';
import { toldModules } from './build/told-modules.ts';

/** [designed] The oldest browser that the portal serves: the last Chromium of Windows 7. */
const OLDEST = 'chrome109';

/** Where `npm start` serves the API while `npm run portal` serves the sources. */
const API = process.env['REGISTRY_URL'] ?? 'http://localhost:3000';

export default defineConfig(({ command }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Chunks find each other wherever the portal is mounted; `<base>` says where that is.
  base: command === 'serve' ? '/portal/' : './',
  server: { proxy: { '^/(?!portal/(?!config.json))': API } },
  build: {
    target: OLDEST,
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // three.js is half a megabyte, on the route that draws with it alone.
    chunkSizeWarningLimit: 600,
    rolldownOptions: { checks: { moduleLevelDirective: false, pluginTimings: false } },
  },
  plugins: [contractForms(), toldModules()],
}));
