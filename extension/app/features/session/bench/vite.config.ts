import { defaultClientConditions, defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/** A script and a style sheet that show sessions of any length in whatever page they are put into. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  logLevel: 'error',
  plugins: [solid({ hot: false })],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    lib: {
      entry: here('main.tsx'),
      formats: ['iife'],
      name: 'bench',
      fileName: () => 'session.js',
      cssFileName: 'session',
    },
  },
})
