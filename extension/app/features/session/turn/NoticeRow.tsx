import type { TurnNotice } from '@hearth/shared/session'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import Info from 'lucide-solid/icons/info'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Time } from '../../../ui/Time.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { Prose } from '../prose/Prose.tsx'
import styles from './NoticeRow.module.css'

const ICONS: Readonly<Record<TurnNotice['level'], typeof Info>> = {
  info: Info,
  warning: TriangleAlert,
  error: CircleAlert,
}

const LEVELS: Readonly<Record<TurnNotice['level'], string>> = {
  info: 'Note',
  warning: 'Warning',
  error: 'Error',
}

/** Something a person should know. */
export const NoticeRow = (props: { readonly notice: TurnNotice }): JSX.Element => (
  <div class={styles.notice} data-level={props.notice.level}>
    <span class={styles.icon}>
      <Dynamic component={ICONS[props.notice.level]} aria-label={LEVELS[props.notice.level]} role="img" />
    </span>
    <div class={styles.text}>
      <Prose text={props.notice.text} lines={SESSION_SCREEN_LIMITS.noticeLines.value} />
    </div>
    <span class={styles.time}>
      <Time at={props.notice.at} short />
    </span>
  </div>
)
