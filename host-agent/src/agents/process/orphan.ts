import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as v from 'valibot'

/**
 * A note of a process group that we started, so that the next start can clean up after a crash of ours. The
 * start time makes sure that the number still means the same process.
 */
const Note = v.object({ pid: v.pipe(v.number(), v.integer(), v.minValue(2)), started: v.string() })

/** Notes the process, which must be the leader of its own group. */
export function noteProcess(file: string, pid: number): void {
  const started = startTime(pid)
  if (started === null) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify({ pid, started }), { mode: 0o600 })
}

export function forgetProcess(file: string): void {
  rmSync(file, { force: true })
}

/** Kills the group noted in `file` if it still is the one that was noted. True if there was one to kill. */
export function killOrphan(file: string): boolean {
  const note = readNote(file)
  if (note === null) return false
  forgetProcess(file)
  if (startTime(note.pid) !== note.started) return false
  try {
    process.kill(-note.pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

function readNote(file: string): v.InferOutput<typeof Note> | null {
  try {
    return v.parse(Note, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** A process's start in clock ticks since boot with the boot's own id; null if there is no such process (or no /proc). */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' ? null : `${boot}:${fields[19]}`
  } catch {
    return null
  }
}
