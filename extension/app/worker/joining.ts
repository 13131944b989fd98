import type { PushWishes } from '@hearth/shared/protocol'
import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { HostView } from '../state/host-view.ts'
import type { Reach } from '../state/notifier.ts'
import { NO_SETTINGS, type NoticeMemory, type NoticeSettings } from './memory.ts'

/** How this browser lets hosts reach it. */
export interface Joining {
  join(host: HostView, wishes: PushWishes): Promise<Reach>
  leave(host: HostView): Promise<void>
}

/** The settings as a signal; what can't be read is as if nobody had said anything. */
export const settingsSignal = (memory: NoticeMemory): Accessor<NoticeSettings> => {
  const [settings, setSettings] = createSignal(NO_SETTINGS)
  const reread = (): void => void memory.read().then(setSettings, () => setSettings(NO_SETTINGS))
  memory.listen(reread)
  reread()
  return settings
}

const wishKey = ({ on, wishes }: NoticeSettings): string => JSON.stringify([on, wishes])

/**
 * Keeps every host told of what this device wants: once for each host and wish as soon as it is connected, and again
 * after a start, because browsers give new addresses without a word. Needs an owner.
 */
export const keepJoined = (
  hosts: Accessor<readonly HostView[]>,
  memory: NoticeMemory,
  settings: Accessor<NoticeSettings>,
  { join, leave }: Joining,
): void => {
  /** What each host was last told here. */
  const told = new Map<string, string>()
  const work = new Map<string, Promise<void>>()

  const note = (host: string, reach: Reach): Promise<void> =>
    memory.change((before) => ({ ...before, reach: { ...before.reach, [host]: reach } }))
  const arrange = async (host: HostView): Promise<void> => {
    const now = settings()
    if (!now.on) {
      if (now.reach[host.id] === undefined || now.reach[host.id]?.state === 'off') return
      await leave(host)
      await note(host.id, { state: 'off' })
    } else {
      await note(host.id, await join(host, now.wishes))
    }
  }
  /** One after another for each host: a switch that is flipped twice ends as it stands. */
  const inTurn = (host: HostView): void => {
    const before = work.get(host.id) ?? Promise.resolve()
    const next = before.then(() => arrange(host))
    work.set(
      host.id,
      next.catch(() => void told.delete(host.id)),
    )
  }
  createEffect(
    on([hosts, () => hosts().map((host) => host.status().connection), settings], ([all]) => {
      for (const host of all) {
        if (host.status().connection !== 'live') continue
        const wanted = wishKey(settings())
        if (told.get(host.id) === wanted) continue
        told.set(host.id, wanted)
        inTurn(host)
      }
    }),
  )
}
