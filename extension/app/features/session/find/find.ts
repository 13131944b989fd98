import { HearthError, WIRE_LIMITS } from '@hearth/shared/protocol'
import { createFinder, type Finder, type Turn } from '@hearth/shared/session'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { sayError } from '../../../ui/say-error.ts'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import type { TranscriptModel } from '../transcript/model.ts'
import type { Place } from '../transcript/place.ts'
import { W } from '../words.ts'
import { createScan, type Scan } from './scan.ts'

/** Finding words in a session: in what is loaded here, and by the host in what is not. */
export interface Find {
  readonly isOpen: Accessor<boolean>
  open(): void
  /** How often it was opened: each time its field wants the focus. */
  readonly calls: Accessor<number>
  /** Opens with a query, at a place that is known to have it. */
  show(query: string, place: Place): void
  close(): void
  readonly query: Accessor<string>
  setQuery(query: string): void
  /** What is looked for now; null for nothing. */
  readonly finder: Accessor<Finder | null>
  readonly finds: Accessor<readonly Place[]>
  /** Were there more than are told? */
  readonly more: Accessor<boolean>
  /** Which of the finds is shown; -1 for none. */
  readonly at: Accessor<number>
  /** Is something still being looked through? */
  readonly busy: Accessor<boolean>
  /** What keeps older turns from being searched, in words; empty when nothing does. */
  readonly trouble: Accessor<string>
  /** Goes to an older find (-1) or a newer one (1), round and round. */
  step(step: 1 | -1): void
}

export interface FindParts {
  readonly host: HostView
  readonly session: string
  readonly model: TranscriptModel
  /** Turns before the loaded ones. */
  readonly earlier: Accessor<number>
  go(place: Place): void
}

/** What was found, and how far that is all. */
interface Part {
  readonly finds: readonly Place[]
  readonly more: boolean
}

const NOTHING: Part = { finds: [], more: false }

const isSame = (a: Place | undefined, b: Place | undefined): boolean =>
  a?.turn === b?.turn && a?.block === b?.block

const inOrder = (a: Place, b: Place): number => a.turn - b.turn || (a.block ?? -1) - (b.block ?? -1)

export const createFind = ({ host, session, model, earlier, go }: FindParts): Find => {
  const [isOpen, setOpen] = createSignal(false)
  const [calls, setCalls] = createSignal(0)
  const [query, setQuery] = createSignal('')
  const [scan, setScan] = createSignal<Scan | null>(null)
  const [here, setHere] = createSignal(NOTHING)
  const [older, setOlder] = createSignal(NOTHING)
  const [pending, setPending] = createSignal(0)
  const [trouble, setTrouble] = createSignal('')
  /** Where the next query begins. */
  let begin: Place | undefined
  const [shown, setShown] = createSignal<Place | undefined>()

  const waiting = createMemo(() => (isOpen() ? query() : ''))
  createEffect(
    on(waiting, (text) => {
      const start = (): void => {
        const finder = createFinder(text)
        setShown(begin)
        begin = undefined
        setScan(finder === null ? null : createScan(finder))
      }
      // An empty field clears at once.
      if (text.trim() === '') return start()
      const timer = setTimeout(start, SESSION_SCREEN_LIMITS.findWait.value)
      onCleanup(() => clearTimeout(timer))
    }),
  )

  const busyWhile = async (work: Promise<void>): Promise<void> => {
    setPending((n) => n + 1)
    try {
      await work
    } finally {
      setPending((n) => n - 1)
    }
  }

  const first = createMemo(() => model.settled()[0]?.n ?? Infinity)
  createEffect(
    on([scan, model.settled, () => model.current()?.n], ([now, settled, current]) => {
      if (now === null) {
        setHere(NOTHING)
        return
      }
      const abort = new AbortController()
      onCleanup(() => abort.abort())
      const turns: Turn[] = [...settled]
      const head = model.current()
      if (head !== null && current !== undefined)
        turns.push({ ...head, blocks: [...model.blocks(current)], open: [] })
      turns.sort((a, b) => a.n - b.n)
      void busyWhile(
        now.through(turns, abort.signal).then((found) => {
          if (found !== null && !abort.signal.aborted) setHere(found)
        }),
      )
    }),
  )

  // What the host knows is asked for once a query; pages that are loaded later take its finds over.
  createEffect(
    on(scan, (now) => {
      setOlder(NOTHING)
      setTrouble('')
      if (now === null || earlier() === 0) return
      let isOver = false
      onCleanup(() => {
        isOver = true
      })
      const ask = async (): Promise<void> => {
        try {
          const call = {
            session,
            query: query().slice(0, WIRE_LIMITS.queryLength.value),
            limit: WIRE_LIMITS.searchHits.value,
          }
          const { hits, more } = await host.actions.call('search', call)
          if (!isOver)
            setOlder({ finds: hits.map(({ turn, block }) => ({ turn, block })).sort(inOrder), more })
        } catch (error) {
          if (isOver) return
          const offline = error instanceof HearthError && error.code === 'link.offline'
          setTrouble(offline ? W.findOffline : sayError(error))
        }
      }
      void busyWhile(ask())
    }),
  )

  const finds = createMemo(() => {
    const before = older().finds.filter(({ turn }) => turn < first())
    return before.length === 0 ? here().finds : [...before, ...here().finds]
  })
  const at = createMemo(() => {
    const place = shown()
    return place === undefined ? -1 : finds().findIndex((one) => isSame(one, place))
  })
  const show = (place: Place | undefined): void => {
    setShown(place)
    if (place !== undefined) go(place)
  }
  // The newest find is where one begins, unless it takes loading to get there.
  createEffect(
    on(here, ({ finds }) => {
      if (shown() === undefined) show(finds.at(-1))
    }),
  )
  return {
    isOpen,
    open: () => {
      setOpen(true)
      setCalls((n) => n + 1)
    },
    calls,
    show(text, place) {
      begin = place
      setQuery(text)
      setOpen(true)
    },
    close: () => void setOpen(false),
    query,
    setQuery,
    finder: createMemo(() => scan()?.finder ?? null),
    finds,
    more: createMemo(() => here().more || older().more),
    at,
    busy: createMemo(() => pending() > 0),
    trouble,
    step(step) {
      const all = finds()
      if (all.length === 0) return
      const from = at() < 0 ? (step === 1 ? -1 : all.length) : at()
      show(all[(from + step + all.length) % all.length])
    },
  }
}
