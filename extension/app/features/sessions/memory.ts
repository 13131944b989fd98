import { AgentId, PartyId, ProjectId } from '@hearth/shared/session'
import { createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import * as v from 'valibot'
import { kept, type TextStorage } from './keep.ts'
import { MAX_SEEN } from './limits.ts'
import type { Seen } from './needs.ts'
import { rowKey } from './rows.ts'

const LastChoice = v.object({ project: ProjectId, agent: AgentId, place: v.picklist(['worktree', 'main']) })
/** What was chosen for the last new session of a host. */
export type LastChoice = v.InferOutput<typeof LastChoice>

const Prefs = v.object({
  view: v.picklist(['grouped', 'flat']),
  /** Keys of groups that are folded. */
  folded: v.array(v.string()),
  lastHost: v.nullable(PartyId),
  last: v.record(v.string(), LastChoice),
})
type Prefs = v.InferOutput<typeof Prefs>
const NO_PREFS: Prefs = { view: 'grouped', folded: [], lastHost: null, last: {} }

const Seens = v.record(v.string(), v.object({ seq: v.number(), choice: v.boolean() }))

const SEEN = 'hearth.sessions.seen'

/** What the session list remembers on this device. Reactive where it is read. */
export interface Memory {
  view(): Prefs['view']
  setView(view: Prefs['view']): void
  isFolded(key: string): boolean
  fold(key: string, folded: boolean): void
  lastHost(): string | null
  last(host: string): LastChoice | null
  keepLast(host: string, choice: LastChoice): void
  /** Up to where a session was looked at; null when never. */
  seen(host: string, session: string): Seen | null
  /** It was looked at up to `seen.seq`. Never goes back. */
  see(host: string, session: string, seen: Seen): void
  /** Another window has kept something under this name. */
  changed(name: string | null): void
}

/** Opens what was kept in `storage`; without one it lasts as long as the page. */
export const openMemory = (storage: TextStorage | null): Memory => {
  const prefs = kept(storage, 'hearth.sessions.prefs', Prefs, NO_PREFS)
  const seens = kept(storage, SEEN, Seens, {})
  const [now, setNow] = createSignal(prefs.read())
  const [seen, setSeen] = createStore<Record<string, Seen>>(seens.read())
  const change = (over: Partial<Prefs>): void => {
    prefs.write(setNow((before) => ({ ...before, ...over })))
  }
  const others = (key: string): string[] => now().folded.filter((each) => each !== key)
  return {
    view: () => now().view,
    setView: (view) => change({ view }),
    isFolded: (key) => now().folded.includes(key),
    fold: (key, folded) => change({ folded: folded ? [...others(key), key] : others(key) }),
    lastHost: () => now().lastHost,
    last: (host) => now().last[host] ?? null,
    keepLast: (host, choice) => change({ lastHost: host, last: { ...now().last, [host]: choice } }),
    seen: (host, session) => seen[rowKey(host, session)] ?? null,
    see(host, session, { seq, choice }) {
      const key = rowKey(host, session)
      const before = seen[key]
      if (before !== undefined && (seq < before.seq || (seq === before.seq && choice === before.choice)))
        return
      setSeen(key, { seq, choice })
      // Other windows write too: theirs is read first, and the latest look goes last.
      const { [key]: _, ...rest } = seens.read()
      const all = [...Object.entries(rest), [key, { seq, choice }] as const]
      seens.write(Object.fromEntries(all.slice(-MAX_SEEN)))
    },
    changed(name) {
      if (name === SEEN) setSeen(reconcile(seens.read()))
    },
  }
}
