import { fileURLToPath } from 'node:url'
import { defaultClientConditions, defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The web view: the panel's app as a page that the relay serves. */
export default defineConfig({
  root: here('.'),
  plugins: [solid()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: here('../.output/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Inline modules would need 'unsafe-inline' in the page's policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
