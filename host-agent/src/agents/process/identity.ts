import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { COMMAND_LINE_LENGTH, PS_MS } from '../limits.ts'

/** What tells one process from any other that had or will have its number. */
export type ProcessIdentity = {
  /** When it was started, in the system's own words: the same text means the same moment of the same boot. */
  started: string
  /** Its command line as the system shows it. */
  command: string
  /** Is `started` exact enough that no two processes of one number can share it? */
  isExact: boolean
}

/** The process of this number; null where there is none, or none that runs. */
export function identify(pid: number): ProcessIdentity | null {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    // A zombie runs no more; it only waits for its parent to notice.
    return fields[0] === 'Z'
      ? null
      : { started: `${boot}:${fields[19]}`, command: clip(command), isExact: true }
  } catch {
    return null
  }
}

/** Length of `lstart`, such as "Sat Nov 21 10:13:43 2026". */
const LSTART = 24

function fromPs(pid: number): ProcessIdentity | null {
  const ps = spawnSync('ps', ['-o', 'lstart=', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: PS_MS,
    env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' },
  })
  const line = ps.status === 0 ? ps.stdout.trim() : ''
  if (line.length <= LSTART) return null
  return { started: line.slice(0, LSTART), command: clip(line.slice(LSTART).trim()), isExact: false }
}

const clip = (text: string): string => text.slice(0, COMMAND_LINE_LENGTH)
