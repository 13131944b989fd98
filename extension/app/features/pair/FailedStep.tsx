import type { HearthError } from '@hearth/shared/protocol'
import type { JSX } from 'solid-js'
import { useServices } from '../../services.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import type { Pairing } from './pairing.ts'
import styles from './steps.module.css'
import { pairTrouble, type WayOn } from './trouble.ts'
import { failed as words } from './words.ts'

/** What went wrong, what it means, and the way on. */
export const FailedStep = (props: {
  readonly pairing: Pairing
  readonly error: HearthError
}): JSX.Element => {
  const { router } = useServices()
  const trouble = () => pairTrouble(props.error)
  const go: Readonly<Record<WayOn, () => void>> = {
    again: () => props.pairing.again(),
    link: () => props.pairing.restart(),
    reload: () => location.reload(),
    home: () => router.replace({ screen: 'home' }),
  }
  return (
    <div class={styles.step}>
      <Banner tone="danger" title={trouble().title}>
        {trouble().meaning}
      </Banner>
      <p>{trouble().todo}</p>
      <div class={styles.buttons}>
        <Button variant="primary" onClick={() => go[trouble().next]()}>
          {words[trouble().next]}
        </Button>
        {trouble().next === 'again' && <Button onClick={() => props.pairing.restart()}>{words.link}</Button>}
      </div>
    </div>
  )
}
