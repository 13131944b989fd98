import { readdirSync, readFileSync } from 'node:fs'

/** A process of a sandbox. */
export interface Running {
  readonly pid: number
  readonly parent: number
  /** Its command line, arguments separated by spaces. */
  readonly command: string
}

const NUL = String.fromCharCode(0)

/** Every live process whose HOME lies in a sandbox: only its own have one there. Needs /proc; elsewhere there are none. */
export const processesOf = (root: string): Running[] => {
  const marker = `HOME=${root}/`
  return pids().flatMap((pid) => {
    const environment = read(pid, 'environ')
    if (environment === null || !environment.split(NUL).some((entry) => entry.startsWith(marker))) return []
    const command = read(pid, 'cmdline')?.split(NUL).join(' ').trim()
    return command ? [{ pid, parent: parentOf(pid), command }] : []
  })
}

/** Kills every process of a sandbox that is still there; gives what they were. */
export const killAll = (root: string): Running[] => {
  const left = processesOf(root)
  for (const { pid } of left) kill(pid)
  return left
}

/** Kills one process, and its group if it leads one. */
export const kill = (pid: number): void => {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

const parentOf = (pid: number): number => {
  const stat = read(pid, 'stat') ?? ''
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}

const pids = (): number[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

const read = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}
