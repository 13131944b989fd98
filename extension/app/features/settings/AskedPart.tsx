import { type JSX, Match, Switch } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Progress } from '../../ui/Progress.tsx'
import styles from './Settings.module.css'
import type { Asked } from './use-asked.ts'
import { manage as words } from './words.ts'

/** What a host tells when asked, or the wait for it, or why not. */
export const AskedPart = <T,>(props: {
  readonly asked: Asked<T>
  children(told: () => T): JSX.Element
}): JSX.Element => (
  <Switch fallback={<Progress words={words.asking} slow={words.slow} />}>
    <Match when={props.asked.value()}>{(told) => props.children(told as () => T)}</Match>
    <Match when={props.asked.error()}>
      {(error) => (
        <div class={styles.failed} role="alert">
          <p>{words.failed(error().message)}</p>
          <Button small onClick={() => props.asked.again()}>
            {words.again}
          </Button>
        </div>
      )}
    </Match>
  </Switch>
)
