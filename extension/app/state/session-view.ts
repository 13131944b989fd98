import type { FollowUpdate } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { SessionAgent, SessionState } from '@hearth/shared/session'
import { type Accessor, batch, createMemo, createSignal, onCleanup } from 'solid-js'
import {
  countedEarlier,
  type Earlier,
  firstHeld,
  firstTurn,
  joiner,
  noEarlier,
  touchedBefore,
  withPage,
  withTrimmed,
  withTurn,
} from './earlier.ts'
import type { HostView } from './host-view.ts'
import { keptSession } from './kept-sessions.ts'
import { HISTORY_TURNS, MAX_HELD_TURNS, MAX_PAGE_TRIES } from './limits.ts'

/** An open session: its reduced state, followed live. */
export interface SessionView {
  /** Null until the first snapshot. A delta gives a new object that shares all that did not change. */
  readonly state: Accessor<SessionState | null>
  /** Is this all that the host has? False while offline or replaying. */
  readonly caughtUp: Accessor<boolean>
  /** Its agents as the host has them at this moment; empty until they are told, and again while the host is away. */
  readonly agents: Accessor<readonly SessionAgent[]>
  /** Why it is over (the host has no such session, or speaks nonsense); null while it goes on. */
  readonly ended: Accessor<HearthError | null>
  /** Turns before the loaded ones that `loadEarlier` would fetch; 0 when there are none or no more are held. */
  readonly earlier: Accessor<number>
  /**
   * Fetches the turns before the loaded ones; harmless when there are none or it is under way.
   * @throws {HearthError} as `call` does; nothing changed then
   */
  loadEarlier(): Promise<void>
}

const NONE: readonly SessionAgent[] = []

/**
 * Opens a session of a host until the owner around the call is disposed of. One that was open before shows what it
 * showed at once, and goes on from there.
 */
export const openSession = (host: HostView, session: string): SessionView => {
  const { actions } = host
  const kept = keptSession(host, session)
  const [followed, setFollowed] = createSignal(kept.state)
  const [held, setHeld] = createSignal<Earlier>(kept.earlier)
  const [ended, setEnded] = createSignal<HearthError | null>(null)
  const [told, setTold] = createSignal<readonly SessionAgent[]>([])
  const [reached, setReached] = createSignal(0)
  let loading: Promise<void> | undefined
  let refreshing = false
  let resets = 0
  /** Turns of pages that changed after they were fetched. */
  const stale = new Set<number>()

  const reset = (state: SessionState | null): void => {
    resets += 1
    stale.clear()
    setHeld(noEarlier(state))
  }

  const grow = ({ state, events }: Extract<FollowUpdate, { type: 'events' }>): void => {
    const before = followed()
    if (held().turns.length > 0 || loading !== undefined) {
      for (const turn of touchedBefore(firstTurn(state), events)) stale.add(turn)
      const next = withTrimmed(held(), before, state)
      if (next === null) reset(state)
      else setHeld(next)
    } else {
      setHeld(countedEarlier(held(), state))
    }
    setFollowed(state)
    refresh()
  }

  const refresh = (): void => {
    if (refreshing || loading !== undefined || stale.size === 0) return
    refreshing = true
    void freshen().finally(() => {
      refreshing = false
    })
  }

  /** Each turn that changed is fetched again: what a page is worth can't be told from the events alone. */
  const freshen = async (): Promise<void> => {
    for (const turn of stale) {
      if (loading !== undefined) return
      stale.delete(turn)
      if (!held().turns.some(({ n }) => n === turn)) continue
      try {
        const page = await actions.call('history', { session, before: turn + 1, limit: 1 })
        const fresh = page.turns[0]
        if (fresh?.n === turn) setHeld(withTurn(held(), fresh))
      } catch (error) {
        if (!(error instanceof HearthError)) throw error
        stale.add(turn)
        return
      }
    }
  }

  /**
   * While a page is on its way a turn may settle before the ones held, here or at the host already: it has too many
   * turns or too few then, and another is asked for. A host whose pages never fit, though nothing moves, is wrong.
   */
  const load = async (): Promise<void> => {
    for (let left = MAX_PAGE_TRIES - 1; left >= 0; left -= 1) {
      const state = followed()
      if (state === null) return
      const begun = resets
      const before = firstHeld(held(), state)
      const page = await actions.call('history', { session, before, limit: HISTORY_TURNS })
      const now = followed()
      if (now === null || begun !== resets) return
      const next = withPage(held(), now, page)
      if (next !== null) {
        setHeld(next)
        return
      }
      if (left === 0 && firstHeld(held(), now) === before) throw new HearthError('link.protocol')
    }
  }

  const following = actions.follow(
    session,
    (update) =>
      batch(() => {
        switch (update.type) {
          case 'snapshot':
            setFollowed(update.state)
            reset(update.state)
            break
          case 'events':
            grow(update)
            break
          case 'caught-up':
            setReached(reached() + 1)
            refresh()
            break
          case 'agents':
            setTold(update.agents)
            break
          case 'ended':
            setEnded(update.error)
        }
      }),
    kept.state,
  )
  onCleanup(() => {
    following.close()
    kept.keep(followed(), stale.size === 0 ? held() : noEarlier(followed()))
  })

  const join = joiner()
  const state = createMemo(() => {
    const now = followed()
    return now === null ? null : join(held(), now)
  })
  return {
    state,
    ended,
    agents: createMemo(() => (host.status().connection === 'live' ? told() : NONE)),
    caughtUp: createMemo(() => {
      reached()
      host.status()
      followed()
      return following.caughtUp
    }),
    earlier: createMemo(() => (held().turns.length > MAX_HELD_TURNS - HISTORY_TURNS ? 0 : held().before)),
    loadEarlier() {
      if (held().before === 0 || held().turns.length > MAX_HELD_TURNS - HISTORY_TURNS)
        return Promise.resolve()
      loading ??= load().finally(() => {
        loading = undefined
        refresh()
      })
      return loading
    },
  }
}
