import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleSlash from 'lucide-solid/icons/circle-slash'
import Clock3 from 'lucide-solid/icons/clock-3'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone'
import TimerOff from 'lucide-solid/icons/timer-off'
import { type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { cx } from '../../ui/cx.ts'
import styles from './StandingLine.module.css'
import type { Standing } from './standing.ts'

const MARK = {
  wait: Clock3,
  busy: LoaderCircle,
  ok: CircleCheck,
  elsewhere: MonitorSmartphone,
  late: TimerOff,
  gone: CircleSlash,
  failed: CircleAlert,
} as const satisfies Record<Standing['mark'], unknown>

/** How a request stands: an icon and its words. */
export const StandingLine = (props: { standing: Standing; about?: string }): JSX.Element => (
  <div class={cx(styles.standing, styles[props.standing.mark])}>
    <span class={styles.icon} aria-hidden="true">
      <Dynamic component={MARK[props.standing.mark]} />
    </span>
    <div class={styles.text}>
      <p class={styles.line}>
        {props.standing.line}
        <Show when={props.about}>
          <span class={styles.about}> {props.about}</span>
        </Show>
      </p>
      <Show when={props.standing.more}>
        <p class={styles.more}>{props.standing.more}</p>
      </Show>
      <Show when={props.standing.code}>
        <p class={styles.code}>{props.standing.code}</p>
      </Show>
    </div>
  </div>
)
