import type { AgentCommand } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import type { Draft } from './draft.ts'

/** What is typed after a slash at the very start; null where no command is being typed. */
export const slashQuery = (text: string): string | null => /^\/(\S*)$/.exec(text)?.[1] ?? null

/** How well a name fits: 0 begins with it, 1 has it inside, 2 has its letters in this order; null not at all. */
const fit = (name: string, query: string): number | null => {
  const at = name.indexOf(query)
  if (at >= 0) return at === 0 ? 0 : 1
  let from = 0
  for (const letter of query) {
    const found = name.indexOf(letter, from)
    if (found < 0) return null
    from = found + 1
  }
  return 2
}

/** The commands that fit, the best first, else in the agent's order. One with a name that can't be seen is left out. */
export const findCommands = (commands: readonly AgentCommand[], query: string): readonly AgentCommand[] => {
  const wanted = query.toLowerCase()
  return commands
    .filter(({ name }) => name !== '' && visible(name) === name)
    .flatMap((command, at) => {
      const rank = fit(command.name.toLowerCase(), wanted)
      return rank === null ? [] : [{ command, rank, at }]
    })
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ command }) => command)
}

/** The list of commands that opens with a slash. */
export interface Slash {
  readonly found: Accessor<readonly AgentCommand[]>
  readonly open: Accessor<boolean>
  /** The one that would be taken. */
  readonly at: Accessor<number>
  pick(at: number): void
  /** @returns whether the press was one for the list */
  press(event: KeyboardEvent): boolean
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }

export const createSlash = (commands: Accessor<readonly AgentCommand[]>, draft: Draft): Slash => {
  const [at, setAt] = createSignal(0)
  const [closed, setClosed] = createSignal(false)
  const query = createMemo(() => slashQuery(draft.text()))
  const found = createMemo(() => {
    const now = query()
    return now === null ? [] : findCommands(commands(), now)
  })
  const open = (): boolean => !closed() && found().length > 0
  createEffect(
    on(query, (now) => {
      setAt(0)
      if (now === null) setClosed(false)
    }),
  )
  const pick = (index: number): void => {
    const command = found()[index]
    if (command !== undefined) draft.set(`/${command.name} `)
  }
  const here = (): number => Math.min(at(), found().length - 1)
  return {
    found,
    open,
    at: here,
    pick,
    press(event) {
      if (!open() || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false
      const step = STEPS[event.key]
      if (step !== undefined) setAt((here() + step + found().length) % found().length)
      else if (event.key === 'Escape') setClosed(true)
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) pick(here())
      else return false
      event.preventDefault()
      return true
    },
  }
}
