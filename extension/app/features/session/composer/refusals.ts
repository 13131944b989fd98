import type { OutboxEntry } from '@hearth/shared/link'
import type { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'

/** A prompt that the host refused; its text is kept until the person has seen it. */
export interface Refusal {
  readonly entry: OutboxEntry
  readonly error: HearthError
}

export interface Refusals {
  readonly all: Accessor<readonly Refusal[]>
  dismiss(refusal: Refusal): void
}

/** Watches what becomes of every prompt of the outbox while the owner lives. */
export const createRefusals = (host: HostView, outbox: Accessor<readonly OutboxEntry[]>): Refusals => {
  const [all, setAll] = createSignal<readonly Refusal[]>([])
  const watched = new Map<string, () => void>()
  createEffect(
    on(outbox, (entries) => {
      for (const entry of entries) {
        if (watched.has(entry.id)) continue
        const end = host.actions.onPrompt(entry.id, (outcome) => {
          watched.delete(entry.id)
          if (outcome.state === 'refused') setAll([...all(), { entry, error: outcome.error }])
        })
        watched.set(entry.id, end)
      }
    }),
  )
  onCleanup(() => {
    for (const end of watched.values()) end()
  })
  return { all, dismiss: (refusal) => void setAll(all().filter((other) => other !== refusal)) }
}
