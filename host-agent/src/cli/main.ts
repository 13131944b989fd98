import { CommanderError } from 'commander'
import { createProgram } from './program.ts'

// `hearth … | head` has read enough: that is no failure, and nothing to print a stack for.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The terminal was closed, which SIGHUP tells too: what runs ends in order.
  if (error.code === 'EIO') return
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await createProgram().parseAsync(process.argv)
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
}
