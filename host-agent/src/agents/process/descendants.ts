import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { PS_MS } from '../limits.ts'

/** A process, its parent, and the process group it is in, by their numbers. */
export type Kin = { pid: number; parent: number; group: number }

/** All that was started below the process of this number and still hangs from it, as the system shows it now. */
export function descendants(of: number): Kin[] {
  const children = new Map<number, Kin[]>()
  for (const kin of process.platform === 'linux' ? fromProc() : fromPs()) {
    const siblings = children.get(kin.parent)
    if (siblings === undefined) children.set(kin.parent, [kin])
    else siblings.push(kin)
  }
  const found: Kin[] = []
  // Each process has one parent, so none is met twice, but for the system's own first, which is its own.
  for (const parents = [of]; ; ) {
    const parent = parents.shift()
    if (parent === undefined) return found
    for (const kin of children.get(parent) ?? []) {
      if (kin.pid === kin.parent) continue
      found.push(kin)
      parents.push(kin.pid)
    }
  }
}

function fromProc(): Kin[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [{ pid: Number(name), parent: Number(parent), group: Number(group) }]
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

function fromPs(): Kin[] {
  const ps = spawnSync('ps', ['-axo', 'pid=,ppid=,pgid='], {
    encoding: 'utf8',
    timeout: PS_MS,
    env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
  })
  return (ps.stdout ?? '').split('\n').flatMap((line) => {
    const [pid, parent, group] = line.trim().split(/\s+/).map(Number)
    return pid && parent !== undefined && group ? [{ pid, parent, group }] : []
  })
}
