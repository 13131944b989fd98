import { defaultClientConditions, defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { trustedTemplates } from '../trusted-templates.ts'

/** The web view: the panel's app as a page that the relay serves. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), trustedTemplates()],
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
