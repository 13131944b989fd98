import type { JSX } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Progress } from '../../ui/Progress.tsx'
import type { Pairing } from './pairing.ts'
import styles from './steps.module.css'
import { CANCEL, meeting as words } from './words.ts'

/** On the way to the host. */
export const MeetingStep = (props: { readonly pairing: Pairing }): JSX.Element => (
  <div class={styles.step}>
    <Progress words={words.title} slow={words.slow} />
    <div class={styles.buttons}>
      <Button onClick={() => props.pairing.restart()}>{CANCEL}</Button>
    </div>
  </div>
)
