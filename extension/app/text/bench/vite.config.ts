import { defaultClientConditions, defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/** One script that measures in whatever page it is put into; `--outDir` says where it goes. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  logLevel: 'error',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    lib: { entry: here('main.ts'), formats: ['iife'], name: 'bench', fileName: () => 'markdown.js' },
  },
})
