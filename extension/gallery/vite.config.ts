import { defaultClientConditions, defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

/** Every primitive and screen from plain data, to be looked at; never part of what is shipped. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid({ hot: false })],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { outDir: '../.output/gallery', emptyOutDir: true, target: 'es2023' },
})
