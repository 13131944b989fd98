import { type FSWatcher, lstatSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { SETTINGS_POLL_MS, SETTINGS_REST_MS, SETTINGS_REST_ROUNDS } from '../limits.ts'
import { type After, systemAfter } from '../process/idle.ts'

/**
 * Calls `changed` when a file may have changed, also by being replaced, made or removed: after SETTINGS_REST_MS of
 * rest, SETTINGS_REST_ROUNDS times that at most. Where the system tells nothing, the file is looked at every
 * SETTINGS_POLL_MS. The returned function ends it.
 */
export function watchFile(path: string, changed: () => void, after: After = systemAfter): () => void {
  let last = stamp(path)
  let callOff: (() => void) | null = null
  let rounds = 0
  let ended = false

  const settle = () => {
    callOff = null
    rounds = 0
    last = stamp(path)
    changed()
  }
  const touched = () => {
    if (ended || rounds >= SETTINGS_REST_ROUNDS) return
    rounds += 1
    callOff?.()
    callOff = after(SETTINGS_REST_MS, settle)
  }
  const look = () => {
    if (stamp(path) !== last) touched()
    endPoll = after(SETTINGS_POLL_MS, look)
  }
  let endPoll = after(SETTINGS_POLL_MS, look)
  const watcher = watchFolder(dirname(path), (name) => {
    if (name === basename(path)) touched()
  })
  return () => {
    ended = true
    callOff?.()
    endPoll()
    watcher?.close()
  }
}

function watchFolder(folder: string, touched: (name: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => touched(name))
    // The system tells no more: looking from time to time remains.
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

function stamp(path: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = lstatSync(path)
    return [mtimeMs, ctimeMs, size, ino].join()
  } catch {
    return 'none'
  }
}
