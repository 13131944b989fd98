import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { NOTE_AGAIN_MS, SWEEP_NOTES } from '../limits.ts'
import { identify } from './identity.ts'

/**
 * A note of a process group that we started, so that the next start can clean up after a crash of ours. Start time
 * and command line make sure that the number still means the same process.
 */
const Note = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(2)),
  started: v.string(),
  command: v.string(),
  /** Its command line may still become another, as a script's does: until it was noted for the last time. */
  young: v.optional(v.boolean()),
})
type Note = v.InferOutput<typeof Note>

/** The folder with a note for each agent's process group, below HEARTH_HOME. */
export const notesFolder = (home: string): string => join(home, 'run', 'agents')

/** Where the process of an agent is noted. */
export const noteFile = (home: string, agent: string, pid: number): string =>
  join(notesFolder(home), `${agent}.${pid}.json`)

/**
 * Notes the process, which must be the leader of its own group. Programs that start another in their place, as
 * scripts do, change their command line: it is noted again a little later.
 */
export function noteProcess(file: string, pid: number): void {
  const identity = identify(pid)
  if (identity === null) return
  write(file, { pid, started: identity.started, command: identity.command, young: true })
  const last = NOTE_AGAIN_MS.at(-1)
  for (const ms of NOTE_AGAIN_MS)
    setTimeout(() => noteAgain(file, pid, identity.started, ms !== last), ms).unref()
}

/** Notes a process of an agent; the function that is returned forgets it. */
export function noteUntil(home: string, agent: string, pid: number): () => void {
  const file = noteFile(home, agent, pid)
  noteProcess(file, pid)
  return () => forgetProcess(file)
}

export function forgetProcess(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // What it notes has ended: nothing will match it.
    return
  }
}

/** Kills the group noted in `file` if it still is the one that was noted. True if there was one to kill. */
export function killOrphan(file: string): boolean {
  const note = readNote(file)
  forgetProcess(file)
  if (note === null) return false
  const now = identify(note.pid)
  if (now === null || now.started !== note.started) return false
  // We may have been killed before a script had become its interpreter: then its start has to say it alone.
  const isSame = now.command === note.command || (note.young === true && now.isExact)
  if (!isSame) return false
  try {
    process.kill(-note.pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

/**
 * Ends what an earlier run has left, SWEEP_NOTES at most; returns how many there were. Only who holds the lock on
 * `home` may call it, before any agent is started.
 */
export function sweepOrphans(home: string): number {
  const folder = notesFolder(home)
  return notesIn(folder)
    .slice(0, SWEEP_NOTES)
    .filter((name) => killOrphan(join(folder, name))).length
}

function notesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

function noteAgain(file: string, pid: number, started: string, young: boolean): void {
  const [noted, now] = [readNote(file), identify(pid)]
  // It has ended since, or the note is another process's.
  if (noted?.pid !== pid || noted.started !== started || now?.started !== started) return
  if (now.command !== noted.command || !young) write(file, { pid, started, command: now.command, young })
}

function write(file: string, note: Note): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, JSON.stringify(note), { mode: 0o600 })
  } catch {
    // On a full disk agents run all the same: only a crash of ours would leave this one behind.
    return
  }
}

function readNote(file: string): Note | null {
  try {
    return v.parse(Note, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
