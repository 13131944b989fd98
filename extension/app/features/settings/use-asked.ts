import type { CallResult } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createEffect, createSignal, on } from 'solid-js'

/** What a host was asked for: under way, told, or refused. What was told stays in sight while it is asked again. */
export interface Asked<T> {
  readonly value: Accessor<T | null>
  readonly error: Accessor<HearthError | null>
  again(): void
}

/** Asks now, and again when `about` changes. The answer to the newest question wins. */
export const createAsked = <A, T>(about: Accessor<A>, ask: (about: A) => Promise<T>): Asked<T> => {
  const [value, setValue] = createSignal<T | null>(null)
  const [error, setError] = createSignal<HearthError | null>(null)
  let newest = 0
  const run = async (now: A): Promise<void> => {
    newest += 1
    const mine = newest
    try {
      const told = await ask(now)
      if (mine !== newest) return
      setValue(() => told)
      setError(null)
    } catch (cause) {
      if (!(cause instanceof HearthError)) throw cause
      if (mine === newest) setError(cause)
    }
  }
  createEffect(on(about, (now) => void run(now)))
  return { value, error, again: () => void run(about()) }
}

export type UsageRows = CallResult<'read-usage'>['rows']
export type AgentCheck = CallResult<'check-agent'>
