import { type JSX, onMount } from 'solid-js'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { Button } from '../../ui/Button.tsx'
import { Digits, spoken } from '../../ui/Digits.tsx'
import { Countdown } from './Countdown.tsx'
import { COMPARE_MS } from './limits.ts'
import type { Pairing } from './pairing.ts'
import styles from './steps.module.css'
import { CANCEL, compare as words } from './words.ts'

export interface CompareStepProps {
  readonly pairing: Pairing
  readonly digits: { readonly value: string; readonly since: number }
}

/** The digits, large; the word is with the person at the host. */
export const CompareStep = (props: CompareStepProps): JSX.Element => {
  const announce = useAnnounce()
  onMount(() => announce(`${words.title} ${spoken(props.digits.value)}`, 'assertive'))
  return (
    <div class={styles.step}>
      <h2 class={styles.title}>{words.title}</h2>
      <Digits label={words.label} value={props.digits.value} />
      <p>{words.same}</p>
      <p>{words.differ}</p>
      <p class={styles.waiting}>
        <span>{words.waiting}</span>
        <Countdown until={props.digits.since + COMPARE_MS} onOver={() => announce(words.over)} />
      </p>
      <div class={styles.buttons}>
        <Button onClick={() => props.pairing.restart()}>{CANCEL}</Button>
      </div>
    </div>
  )
}
