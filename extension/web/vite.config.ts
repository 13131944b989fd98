import { defaultClientConditions, defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

/** The web view: the panel's app as a page that the relay serves. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: '../.output/web',
    emptyOutDir: true,
    target: 'es2023',
    // Inline modules would need 'unsafe-inline' in the page's policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
