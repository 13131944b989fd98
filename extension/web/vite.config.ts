import { defaultClientConditions, defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { trustedTemplates } from '../trusted-templates.ts'
import { pushWorker } from './push-plugin.ts'
import { serviceWorker } from './worker-plugin.ts'

/** The web view: the panel's app as a page that the relay serves. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), trustedTemplates(), serviceWorker(), pushWorker()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: '../.output/web',
    emptyOutDir: true,
    target: 'es2023',
    // Whoever has X25519 keys has these: nothing of the styles needs rewriting.
    cssTarget: ['chrome137', 'firefox142', 'safari17.5'],
    // Inline modules would need 'unsafe-inline' in the page's policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: `${import.meta.dirname}/index.html`, sw: `${import.meta.dirname}/sw.ts` },
      // The worker's address must stay the same over all versions; everything else is named by what it holds.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
})
