import { isFinished, type RequestView } from '@hearth/shared/link'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { DockItem } from './DockItem.tsx'
import { pendingRequests } from './pending.ts'
import styles from './RequestDock.module.css'
import { announcementOf, dock } from './words.ts'

/** All that waits in one session, above its composer, oldest first; draws nothing when nothing waits. */
export const RequestDock = (props: { host: HostView; session: string }): JSX.Element => {
  const announce = useAnnounce()
  const pending = createMemo(() => pendingRequests([props.host], props.session).map(({ request }) => request))
  const view = (id: string): RequestView | undefined => props.host.requests().get(id)
  const [forgotten, setForgotten] = createSignal<ReadonlySet<string>>(new Set())
  /** What waits, after what has just ended here: that stays for a moment, in its place. */
  const ids = createMemo<readonly string[]>((before) => {
    const waiting = pending().map(({ id }) => id)
    const ended = before.filter((id) => {
      const known = view(id)
      return known !== undefined && isFinished(known.state) && !forgotten().has(id)
    })
    return [...ended, ...waiting]
  }, [])
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [isFolded, setFolded] = createSignal(false)
  const open = createMemo(() => {
    const waiting = pending()
    return waiting.some(({ id }) => id === chosen()) ? chosen() : (waiting[0]?.id ?? null)
  })
  const heard = new Set<string>()
  createEffect(
    on(pending, (waiting) => {
      for (const request of waiting) {
        if (heard.has(request.id)) continue
        heard.add(request.id)
        announce(announcementOf(request.content), 'assertive')
      }
    }),
  )
  return (
    <Show when={ids().length > 0}>
      <section class={styles.dock} aria-label={dock.region}>
        <Show when={pending().length > 0}>
          <button
            type="button"
            class={styles.head}
            aria-expanded={!isFolded()}
            onClick={() => setFolded(!isFolded())}
          >
            <span>{dock.waiting(pending().length)}</span>
            <Show when={isFolded()} fallback={<ChevronDown aria-hidden="true" />}>
              <ChevronUp aria-hidden="true" />
            </Show>
          </button>
        </Show>
        <Show when={!isFolded() || pending().length === 0}>
          <div class={styles.items}>
            <For each={ids()}>
              {(id) => (
                <Show when={view(id)}>
                  {(request) => (
                    <DockItem
                      host={props.host}
                      request={request()}
                      open={open() === id}
                      onOpen={() => setChosen(id)}
                      onForget={() => setForgotten(new Set(forgotten()).add(id))}
                    />
                  )}
                </Show>
              )}
            </For>
          </div>
        </Show>
      </section>
    </Show>
  )
}
