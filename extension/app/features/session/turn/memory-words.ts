import type { Memory, Turn } from '@hearth/shared/session'

const turns = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to ? `turn ${from}` : `turns ${from} to ${to}`

const BEGINNINGS: Readonly<Record<Memory, (agent: string) => string>> = {
  warm: (agent) => `${agent} goes on`,
  resumed: (agent) => `${agent} took up its own memory of this session again`,
  replayed: (agent) => `${agent} has lost its memory of this session`,
  new: (agent) => `${agent} is new in this session`,
}

const untold = (memory: Memory): string =>
  memory === 'new' || memory === 'replayed' ? '; it was not told what happened before' : ''

/** What the agent of a turn remembered, and what it was told; empty while that is not known. `agent`: its name. */
export const memoryWords = ({ memory, digest }: Pick<Turn, 'memory' | 'digest'>, agent: string): string => {
  if (memory === null) return ''
  const told = digest === null ? untold(memory) : `; it was told what happened in ${turns(digest)}`
  return `${BEGINNINGS[memory](agent)}${told}.`
}
