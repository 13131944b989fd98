import type { PairedDevice } from '@hearth/shared/protocol'
import { type JSX, Show } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import styles from './Settings.module.css'
import { manage as words } from './words.ts'

/** Says what revoking means before it is done: nothing brings the device back but pairing. */
export const RevokeSheet = (props: {
  readonly device: PairedDevice | null
  readonly own: boolean
  readonly busy: boolean
  onRevoke(device: PairedDevice): void
  onClose(): void
}): JSX.Element => (
  <Sheet
    open={props.device !== null}
    title={words.revokeOf(props.device?.name ?? '')}
    onClose={() => props.onClose()}
  >
    <Show when={props.device}>
      {(device) => (
        <div class={styles.form}>
          <p>{props.own ? words.revokeSelf : words.revokeSure(device().name)}</p>
          <Button variant="danger" wide busy={props.busy} onClick={() => props.onRevoke(device())}>
            {words.revoke}
          </Button>
          <Button wide onClick={() => props.onClose()}>
            {words.keep}
          </Button>
        </div>
      )}
    </Show>
  </Sheet>
)
