import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCaptured } from './run.mjs'

export const FOLDER_PREFIX = 'hearth-postgres-'
const OWNER = 'owner'

/** Notes in a cluster's folder which process will remove it. */
export function markOwner(folder) {
  writeFileSync(join(folder, OWNER), String(process.pid))
}

function numberIn(file) {
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Stops and removes the clusters of test runs that were killed before they could do so themselves. A process is
 * touched only if its command line names such a folder.
 */
export async function removeOrphans(temp = tmpdir()) {
  for (const name of readdirSync(temp)) {
    if (!name.startsWith(FOLDER_PREFIX)) continue
    const folder = join(temp, name)
    try {
      const owner = numberIn(join(folder, OWNER))
      if (owner === undefined || isAlive(owner)) continue
      const server = numberIn(join(folder, 'data', 'postmaster.pid'))
      if (server !== undefined && isAlive(server)) {
        const { output } = await runCaptured('ps', ['-p', String(server), '-o', 'args='])
        if (output.includes(join(folder, 'data'))) process.kill(server, 'SIGQUIT')
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 })
    } catch (error) {
      // Another account's leftovers: not ours to remove, and no reason to stop.
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
    }
  }
}
