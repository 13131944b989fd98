import { isFinished, type RequestView } from '@hearth/shared/link'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import Maximize2 from 'lucide-solid/icons/maximize-2'
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { DockItem } from './DockItem.tsx'
import { pendingRequests } from './pending.ts'
import styles from './RequestDock.module.css'
import { RequestSummary } from './RequestSummary.tsx'
import { announcementOf, dock } from './words.ts'

/** All that waits in one session, above its composer: the oldest as a card; draws nothing when nothing waits. */
export const RequestDock = (props: { host: HostView; session: string }): JSX.Element => {
  const announce = useAnnounce()
  const { router } = useServices()
  const pending = createMemo(() => pendingRequests([props.host], props.session).map(({ request }) => request))
  const view = (id: string): RequestView | undefined => props.host.requests().get(id)
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [isFolded, setFolded] = createSignal(false)
  const open = createMemo(() => {
    const waiting = pending()
    return waiting.some(({ id }) => id === chosen()) ? chosen() : (waiting[0]?.id ?? null)
  })
  const [forgotten, setForgotten] = createSignal<ReadonlySet<string>>(new Set())
  /** What was open here and has ended, for a moment and in its place; then the card that is open now. */
  const drawn = createMemo<readonly string[]>((before) => {
    const ended = before.filter((id) => {
      const known = view(id)
      return known !== undefined && isFinished(known.state) && !forgotten().has(id)
    })
    const now = open()
    return now === null || isFolded() ? ended : [...ended, now]
  }, [])
  const others = createMemo(() => pending().filter(({ id }) => id !== open()))
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
  const enlarge = (): void => {
    const request = open()
    if (request !== null) router.go({ screen: 'request', host: props.host.id, request })
  }
  return (
    <Show when={drawn().length > 0 || pending().length > 0}>
      <section class={styles.dock} aria-label={dock.region}>
        <Show when={pending().length > 0}>
          <div class={styles.head}>
            <button
              type="button"
              class={styles.fold}
              aria-expanded={!isFolded()}
              onClick={() => setFolded(!isFolded())}
            >
              <Show when={isFolded()} fallback={<ChevronDown aria-hidden="true" />}>
                <ChevronUp aria-hidden="true" />
              </Show>
              <span>{dock.waiting(pending().length)}</span>
            </button>
            <IconButton label={dock.enlarge} onClick={enlarge}>
              <Maximize2 />
            </IconButton>
          </div>
        </Show>
        <For each={drawn()}>
          {(id) => (
            <Show when={view(id)}>
              {(request) => (
                <DockItem
                  host={props.host}
                  request={request()}
                  onForget={() => setForgotten(new Set(forgotten()).add(id))}
                />
              )}
            </Show>
          )}
        </For>
        <Show when={!isFolded() && others().length > 0}>
          <Others host={props.host} ids={others().map(({ id }) => id)} onOpen={setChosen} />
        </Show>
      </section>
    </Show>
  )
}

/** What else waits here, in one line that opens to a row for each. */
const Others = (props: { host: HostView; ids: readonly string[]; onOpen(id: string): void }): JSX.Element => {
  const [isOpen, setOpen] = createSignal(false)
  const choose = (id: string) => (): void => {
    setOpen(false)
    props.onOpen(id)
  }
  return (
    <div class={styles.others}>
      <button type="button" class={styles.more} aria-expanded={isOpen()} onClick={() => setOpen(!isOpen())}>
        {dock.others(props.ids.length)}
      </button>
      <Show when={isOpen()}>
        <div class={styles.rows}>
          <For each={props.ids}>
            {(id) => (
              <Show when={props.host.requests().get(id)}>
                {(request) => (
                  <RequestSummary host={props.host} request={request()} here onOpen={choose(id)} />
                )}
              </Show>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}
