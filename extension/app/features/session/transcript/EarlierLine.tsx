import { type JSX, Match, Switch } from 'solid-js'
import { Button } from '../../../ui/Button.tsx'
import { W } from '../words.ts'
import styles from './Transcript.module.css'

/** The line above the first row: where the session begins, or how to see what was before. Of one height always. */
export const EarlierLine = (props: {
  /** Turns before the first one here that can be fetched. */
  readonly count: number
  /** Are there older ones that can't be? */
  readonly held: boolean
  readonly loading: boolean
  readonly failed: boolean
  onLoad(): void
}): JSX.Element => (
  <div class={styles.earlier}>
    <Switch fallback={<span>{props.held ? W.earlierHeld : W.beginning}</span>}>
      <Match when={props.loading}>
        <span role="status">{W.earlierLoading}</span>
      </Match>
      <Match when={props.count > 0}>
        <span role="status">{props.failed ? W.earlierFailed : ''}</span>
        <Button small variant="ghost" onClick={() => props.onLoad()}>
          {W.earlier}
        </Button>
      </Match>
    </Switch>
  </div>
)
