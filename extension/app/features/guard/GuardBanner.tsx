import { createMemo, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Banner } from '../../ui/Banner.tsx'
import { useDoing } from '../../ui/doing.ts'
import { Time } from '../../ui/Time.tsx'
import { banner as words } from './words.ts'

/** What holds a host back, and with `session` that one too: by whom, since when, what it means, the way on. */
export const GuardBanner = (props: { host: HostView; session?: string }): JSX.Element => {
  const doing = useDoing()
  const skew = (): number => props.host.overview().skew
  const mayPrompt = (): boolean => props.host.overview().device?.rights.includes('prompt') === true
  const held = createMemo(() => props.host.guard().held.find(({ session }) => session === props.session))
  const act = (label: string, work: () => Promise<unknown>) =>
    mayPrompt() ? { action: { label, busy: doing.busy(), onAction: () => void doing.run(work) } } : {}
  return (
    <Show
      when={!props.host.guard().shutOut}
      fallback={
        <Banner tone="danger" flush title={words.shutOut}>
          <p>{words.shutOutMeans}</p>
        </Banner>
      }
    >
      <Show when={props.host.guard().paused}>
        {(paused) => (
          <Banner
            tone="warn"
            flush
            title={words.paused(paused(), props.host.paired.device.id)}
            {...act(words.resume, () => props.host.actions.call('pause', { paused: false }))}
          >
            <p>
              <Time at={paused().at - skew()} />. {words.pausedMeans}
            </p>
            <Show when={!mayPrompt()}>
              <p>{words.mayNot}</p>
            </Show>
          </Banner>
        )}
      </Show>
      <Show when={held()}>
        {(one) => (
          <Banner
            tone="warn"
            flush
            title={words.held}
            {...act(words.release, () => props.host.actions.call('release', { session: one().session }))}
          >
            <p>
              {words.heldWhy[one().why]} <Time at={one().at - skew()} />. {words.heldNext}
            </p>
          </Banner>
        )}
      </Show>
    </Show>
  )
}
