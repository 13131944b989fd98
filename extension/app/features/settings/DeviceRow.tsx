import type { PairedDevice } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Time } from '../../ui/Time.tsx'
import styles from './Settings.module.css'
import { manage as words } from './words.ts'

/** One device: what it is called, whether it is here, what it may do. */
export const DeviceRow = (props: {
  readonly device: PairedDevice
  readonly own: boolean
  /** May this device rename and revoke it? */
  readonly may: boolean
  onRename(): void
  onRevoke(): void
}): JSX.Element => (
  <li class={styles.row}>
    <div class={styles.head}>
      <p class={styles.name}>
        {visible(props.device.name)}
        <Show when={props.own}>
          <span class={styles.own}>{words.thisOne}</span>
        </Show>
      </p>
      <Show when={props.may}>
        <div class={styles.buttons}>
          <Button small aria-label={words.renameOf(props.device.name)} onClick={() => props.onRename()}>
            {words.rename}
          </Button>
          <Button
            small
            variant="danger"
            aria-label={words.revokeOf(props.device.name)}
            onClick={() => props.onRevoke()}
          >
            {words.revoke}
          </Button>
        </div>
      </Show>
    </div>
    <p class={styles.note}>
      <Show
        when={props.device.live}
        fallback={
          <>
            {words.seen} <Time at={props.device.lastSeen} />
          </>
        }
      >
        <Dot tone="ok">{words.here}</Dot>
      </Show>
      {` · ${words.platforms[props.device.platform]} · ${words.until(new Date(props.device.expiresAt).toLocaleDateString())}`}
    </p>
    <p class={styles.note}>{words.may(props.device.rights, props.device.riskMax)}</p>
  </li>
)
