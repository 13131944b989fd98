import { execFile } from 'node:child_process'
import { VERSION_MS } from '../limits.ts'

/**
 * What `program --version` says, such as `1.18.33`; null when it says nothing of the kind within VERSION_MS. Starts
 * no server.
 */
export function versionOf(program: string, environment: Record<string, string>): Promise<string | null> {
  const options = {
    env: environment,
    timeout: VERSION_MS,
    killSignal: 'SIGKILL' as const,
    maxBuffer: 64 * 1024,
  }
  return new Promise((resolve) => {
    execFile(program, ['--version'], options, (error, output) => {
      const found = /\b\d+\.\d+\.\d+\S*/.exec(output)
      resolve(error === null && found !== null ? found[0] : null)
    }).stdin?.end()
  })
}

/** Whether this driver's API is that of the version: 2.x and later are driven over ACP. */
export function isDriven(version: string): boolean {
  return /^1\./.test(version)
}
