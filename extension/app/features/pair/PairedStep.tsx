import type { PairedHost } from '@hearth/shared/link'
import { visible } from '@hearth/shared/session'
import Check from 'lucide-solid/icons/check'
import { For, type JSX, onMount, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { Button } from '../../ui/Button.tsx'
import { Mark } from '../../ui/Mark.tsx'
import styles from './steps.module.css'
import { RIGHT, riskNote, paired as words } from './words.ts'

/** Paired: with whom, and what this device may do there. */
export const PairedStep = (props: { readonly host: PairedHost }): JSX.Element => {
  const { router } = useServices()
  const announce = useAnnounce()
  const title = (): string => words.title(visible(props.host.host.name))
  onMount(() => announce(title()))
  return (
    <div class={styles.step}>
      <div class={styles.welcome}>
        <Mark />
        <h2 class={styles.title}>{title()}</h2>
      </div>
      <div class={styles.rights}>
        <p class={styles.quiet}>{words.can}</p>
        <ul class={styles.plain}>
          <For each={props.host.device.rights}>
            {(right) => (
              <li class={styles.right}>
                <Check aria-hidden="true" />
                <span>
                  {RIGHT[right]}
                  <Show when={right === 'decide'}>
                    <span class={styles.note}> ({riskNote(props.host.device.riskMax)})</span>
                  </Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </div>
      <Button wide variant="primary" onClick={() => router.replace({ screen: 'home' })}>
        {words.go}
      </Button>
    </div>
  )
}
