import { build, defaultClientConditions, type Plugin } from 'vite'

/**
 * Builds push.js beside the page: a worker of its own, in one file, because not every browser starts a worker that is
 * a module, and the one that serves the page from its cache must stay small and start fast.
 */
export const pushWorker = (): Plugin => ({
  name: 'hearth-push-worker',
  apply: 'build',
  async generateBundle() {
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      resolve: { conditions: ['source', ...defaultClientConditions] },
      build: {
        write: false,
        target: 'es2023',
        rolldownOptions: {
          input: `${import.meta.dirname}/push.ts`,
          output: { format: 'iife', codeSplitting: false },
        },
      },
    })
    const output = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
    const [chunk] = output
    if (chunk?.type !== 'chunk' || output.length !== 1) throw new Error('push.js must stand by itself')
    this.emitFile({ type: 'asset', fileName: 'push.js', source: chunk.code })
  },
})
