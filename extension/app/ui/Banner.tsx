import CircleCheck from 'lucide-solid/icons/circle-check'
import Info from 'lucide-solid/icons/info'
import OctagonAlert from 'lucide-solid/icons/octagon-alert'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { type JSX, Match, Show, Switch } from 'solid-js'
import styles from './Banner.module.css'
import { Button } from './Button.tsx'
import { cx } from './cx.ts'

export interface BannerProps {
  readonly tone: 'info' | 'ok' | 'warn' | 'danger'
  /** What happened, in one line. */
  readonly title?: string
  /** What still works, and what it means. */
  readonly children?: JSX.Element
  /** The one thing to do. */
  readonly action?: { readonly label: string; readonly busy?: boolean; onAction(): void }
  /** Fills the width without corners: under a header. */
  readonly flush?: boolean
}

/** Something to know before going on. `danger` interrupts those who listen, the others wait their turn. */
export const Banner = (props: BannerProps): JSX.Element => (
  <div
    class={cx(styles.banner, styles[props.tone], props.flush && styles.flush)}
    role={props.tone === 'danger' ? 'alert' : 'status'}
  >
    <span class={styles.icon} aria-hidden="true">
      <Switch fallback={<Info />}>
        <Match when={props.tone === 'ok'}>
          <CircleCheck />
        </Match>
        <Match when={props.tone === 'warn'}>
          <TriangleAlert />
        </Match>
        <Match when={props.tone === 'danger'}>
          <OctagonAlert />
        </Match>
      </Switch>
    </span>
    <div class={styles.text}>
      <Show when={props.title}>
        <p class={styles.title}>{props.title}</p>
      </Show>
      {props.children}
      <Show when={props.action}>
        {(action) => (
          <div class={styles.action}>
            <Button small busy={action().busy} onClick={() => action().onAction()}>
              {action().label}
            </Button>
          </div>
        )}
      </Show>
    </div>
  </div>
)
