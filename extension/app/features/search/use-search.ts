import { HearthError, type SearchHit, WIRE_LIMITS } from '@hearth/shared/protocol'
import { type Accessor, createEffect, createMemo, createRoot, createSignal, on, onCleanup } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import type { Hub } from '../../state/hub.ts'
import { sayError } from '../../ui/say-error.ts'
import { type Group, groupsOf } from './group.ts'
import { SEARCH_CALL_MS, SEARCH_LETTERS, SEARCH_WAIT_MS } from './limits.ts'
import { away, failed } from './words.ts'

/** Searching all sessions of all hosts. */
export interface SearchAll {
  readonly query: Accessor<string>
  setQuery(query: string): void
  /** What the groups are an answer to; empty before the first. */
  readonly asked: Accessor<string>
  readonly groups: Accessor<readonly Group[]>
  readonly busy: Accessor<boolean>
  /** Is there more than was told? */
  readonly more: Accessor<boolean>
  /** Which hosts were not searched, and why; in words. */
  readonly troubles: Accessor<readonly string[]>
  /** How far the list is scrolled, px. Not reactive. */
  scrolled: number
}

interface Answer {
  readonly host: HostView
  readonly hits: readonly SearchHit[]
  readonly more: boolean
  readonly trouble: string | null
}

const askHost = async (host: HostView, query: string): Promise<Answer> => {
  const none = { host, hits: [], more: false }
  if (host.status().connection !== 'live') return { ...none, trouble: away(hostName(host)) }
  try {
    const limit = WIRE_LIMITS.searchHits.value
    const args = { session: null, query: query.slice(0, WIRE_LIMITS.queryLength.value), limit }
    const { hits, more } = await host.actions.call('search', args, SEARCH_CALL_MS)
    return { host, hits, more, trouble: null }
  } catch (error) {
    if (error instanceof HearthError && error.code === 'link.offline')
      return { ...none, trouble: away(hostName(host)) }
    return { ...none, trouble: failed(hostName(host), sayError(error)) }
  }
}

const createSearchAll = (hub: Hub): SearchAll => {
  const [query, setQuery] = createSignal('')
  const [asked, setAsked] = createSignal('')
  const [answers, setAnswers] = createSignal<readonly Answer[]>([])
  const [busy, setBusy] = createSignal(false)
  createEffect(
    on(query, (text) => {
      const wanted = text.trim()
      if (wanted.length < SEARCH_LETTERS) {
        setAsked('')
        setAnswers([])
        setBusy(false)
        return
      }
      setBusy(true)
      let isOver = false
      const ask = async (): Promise<void> => {
        const all = await Promise.all(hub.hosts().map((host) => askHost(host, wanted)))
        if (isOver) return
        setAnswers(all)
        setAsked(wanted)
        setBusy(false)
      }
      const timer = setTimeout(() => void ask(), SEARCH_WAIT_MS)
      onCleanup(() => {
        isOver = true
        clearTimeout(timer)
      })
    }),
  )
  return {
    ...{ query, asked, busy },
    setQuery: (text) => void setQuery(text),
    groups: createMemo(() =>
      groupsOf(
        asked(),
        answers().map(({ host, hits }) => ({ host: host.id, hits, sessions: host.overview().sessions })),
      ),
    ),
    more: createMemo(() => answers().some((answer) => answer.more)),
    troubles: createMemo(() => answers().flatMap(({ trouble }) => trouble ?? [])),
    scrolled: 0,
  }
}

const all = new WeakMap<Hub, SearchAll>()

/** One search for each app: on the way back from a hit everything is as it was left. */
export const useSearchAll = (): SearchAll => {
  const { hub } = useServices()
  const search = all.get(hub) ?? createRoot(() => createSearchAll(hub))
  all.set(hub, search)
  return search
}
