import { isFinished, type RequestView } from '@hearth/shared/link'
import type { TurnState } from '@hearth/shared/session'
import { type Accessor, createEffect, createRoot, on, onCleanup } from 'solid-js'
import * as v from 'valibot'
import type { HostView } from '../state/host-view.ts'
import { bodyOf, endOfTurn } from './asked.ts'
import type { NoticeDesk } from './desk.ts'
import { MAX_NOTED, SETTLE_MS } from './limits.ts'
import type { NoticeSettings, NoticeStore } from './memory.ts'
import { turnNotice } from './notice.ts'
import { wakes } from './quiet.ts'
import { slotTag } from './slot.ts'
import { answered } from './words.ts'

/** What notifications from a link are made with. */
export interface LinkNoticesParts {
  readonly hosts: Accessor<readonly HostView[]>
  readonly settings: Accessor<NoticeSettings>
  readonly desk: Pick<NoticeDesk, 'ask' | 'gone' | 'sweep' | 'tell'>
  readonly store: NoticeStore
  readonly clock: { now(): number; after(ms: number, run: () => void): () => void }
  hashOf(bytes: Uint8Array): string
}

/** What became of a request; null while it waits. Of one that the host no longer knows nobody can say more. */
const howOf = (view: RequestView | undefined): string | null => {
  if (view === undefined) return 'withdrawn'
  return isFinished(view.state) ? answered(view.outcome, view.by?.name ?? null) : null
}

const NOTED = 'noted'
const Noted = v.array(v.string())
const readNoted = (kept: unknown): string[] => {
  const read = v.safeParse(Noted, kept)
  return read.success ? read.output : []
}

/**
 * Tells of requests and turns that this browser hears of over its own links. A worker that the browser suspends begins
 * anew again and again: what was shown once is not shown again, and what it missed is, when it is back.
 * Needs an owner; `quietly` is given what fails.
 */
export const watchLinks = (parts: LinkNoticesParts, quietly: (work: Promise<void>) => void): void => {
  const { hosts, settings, desk, store, clock } = parts

  const isNew = async (tag: string): Promise<boolean> => {
    let fresh = false
    await store.change(NOTED, (kept) => {
      const noted = readNoted(kept)
      fresh = !noted.includes(tag)
      return fresh ? [...noted, tag].slice(-MAX_NOTED) : noted
    })
    return fresh
  }
  const ask = async (host: HostView, id: string): Promise<void> => {
    const view = host.requests().get(id)
    const { on: isOn, wishes } = settings()
    if (view?.state !== 'pending' || !isOn) return
    const body = bodyOf(host, view, parts.hashOf)
    if (!wakes(wishes, body.risk, clock.now()) || !(await isNew(slotTag(host.id, id)))) return
    await desk.ask(body)
  }
  const end = async (host: HostView, view: RequestView): Promise<void> => {
    const how = howOf(view)
    if (how !== null) await desk.gone({ host: host.id, request: view.id, how })
  }

  const watchRequests = (host: HostView): void => {
    const waiting = new Set<string>()
    createEffect(
      on([host.requests, () => settings().on], ([requests]) => {
        for (const [id, view] of requests) {
          if (!isFinished(view.state) && !waiting.has(id)) {
            waiting.add(id)
            onSettled(() => quietly(ask(host, id)))
          } else if (isFinished(view.state) && waiting.delete(id)) quietly(end(host, view))
        }
      }),
    )
  }
  /** Once a host is (back) there, it is known what it no longer asks. */
  const watchReturn = (host: HostView): void => {
    createEffect(
      on(
        () => host.status().connection === 'live',
        (live) => {
          if (live) quietly(desk.sweep(host.id, (id) => howOf(host.requests().get(id))))
        },
      ),
    )
  }
  /** What is answered at once disturbs nobody. */
  const onSettled = (run: () => void): void => void clock.after(SETTLE_MS, run)

  const watchTurns = (host: HostView): void => {
    const states = new Map<string, TurnState | null>()
    createEffect(
      on(host.overview, ({ sessions }) => {
        for (const { id, state, title } of sessions) {
          const before = states.get(id)
          states.set(id, state)
          const outcome = endOfTurn(state)
          const ran = before !== undefined && before !== null && endOfTurn(before) === null
          const { on: isOn, wishes } = settings()
          if (outcome === null || !ran || !isOn || !wishes.turns) continue
          quietly(desk.tell(turnNotice({ kind: 'turn', host: host.id, session: id, title, outcome })))
        }
      }),
    )
  }

  const watched = new Map<HostView, () => void>()
  createEffect(() => {
    const now = new Set(hosts())
    for (const [host, stop] of watched) if (!now.has(host)) stopWatching(host, stop)
    for (const host of now) {
      if (watched.has(host)) continue
      const stop = createRoot((dispose) => {
        watchRequests(host)
        watchTurns(host)
        watchReturn(host)
        return dispose
      })
      watched.set(host, stop)
    }
  })
  const stopWatching = (host: HostView, stop: () => void): void => {
    stop()
    watched.delete(host)
  }
  onCleanup(() => {
    for (const stop of watched.values()) stop()
  })
}
