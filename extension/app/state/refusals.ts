import type { OutboxEntry } from '@hearth/shared/link'
import type { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createEffect, createRoot, createSignal, on, onCleanup } from 'solid-js'
import { type Drafts, draftKey } from './drafts.ts'
import type { HostView } from './host-view.ts'
import { fromContent } from './typed.ts'

/** A prompt that the host refused. */
export interface Refusal {
  readonly entry: OutboxEntry
  readonly error: HearthError
  /** Nobody looked at its session: it went into the draft, which outlives the app. */
  readonly inDraft: boolean
}

/** Refused prompts of a session while its screen is open. */
export interface Refusals {
  readonly all: Accessor<readonly Refusal[]>
  dismiss(refusal: Refusal): void
}

interface Store {
  readonly all: Accessor<readonly Refusal[]>
  /** Sessions whose screens are open. */
  readonly open: Map<string, number>
  dismiss(refusal: Refusal): void
}

const stores = new WeakMap<HostView, Store>()

const makeStore = (host: HostView, drafts: Drafts): Store => {
  const [all, setAll] = createSignal<readonly Refusal[]>([])
  const open = new Map<string, number>()
  const watched = new Set<string>()
  const refused = (entry: OutboxEntry, error: HearthError): void => {
    const inDraft = !open.has(entry.session)
    setAll([...all(), { entry, error, inDraft }])
    if (inDraft) drafts.add(draftKey(host.id, entry.session), fromContent(entry.content))
  }
  createEffect(
    on(host.outbox, (entries) => {
      for (const entry of entries) {
        if (watched.has(entry.id)) continue
        watched.add(entry.id)
        host.actions.onPrompt(entry.id, (outcome) => {
          watched.delete(entry.id)
          if (outcome.state === 'refused') refused(entry, outcome.error)
        })
      }
    }),
  )
  return { all, open, dismiss: (refusal) => void setAll(all().filter((other) => other !== refusal)) }
}

/**
 * Watches what becomes of every prompt in a host's outbox from the first call on, whatever screen is open: the outbox
 * forgets what the host refuses, and nothing that was typed or attached may be lost. Gives the same store for the same host.
 */
export const watchRefusals = (host: HostView, drafts: Drafts): Store => {
  const known = stores.get(host)
  if (known !== undefined) return known
  const store = createRoot(() => makeStore(host, drafts))
  stores.set(host, store)
  return store
}

/** The refused prompts of a session, for its screen; as long as the owner lives it counts as open. */
export const createRefusals = (host: HostView, session: string, drafts: Drafts): Refusals => {
  const { all, open, dismiss } = watchRefusals(host, drafts)
  open.set(session, (open.get(session) ?? 0) + 1)
  onCleanup(() => {
    const left = (open.get(session) ?? 1) - 1
    if (left === 0) open.delete(session)
    else open.set(session, left)
    // Left without a choice: it must not stay in memory alone.
    for (const refusal of left === 0 ? all() : []) {
      if (refusal.entry.session !== session || refusal.inDraft) continue
      dismiss(refusal)
      drafts.add(draftKey(host.id, session), fromContent(refusal.entry.content))
    }
  })
  return { all: () => all().filter(({ entry }) => entry.session === session), dismiss }
}
