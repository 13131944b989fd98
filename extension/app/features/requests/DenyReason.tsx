import { WIRE_LIMITS } from '@hearth/shared/protocol'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { ArmedButton } from './ArmedButton.tsx'
import styles from './Decide.module.css'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { button, reason } from './words.ts'

const MAX = WIRE_LIMITS.reasonLength.value

/** Denies with words that the agent is told. They are the person's own and go as they are. */
export const DenyReason = (props: { onDeny(reason: string): void }): JSX.Element => {
  const [open, setOpen] = createSignal(false)
  const [text, setText] = createSignal('')
  const left = (): number => MAX - text().length
  return (
    <>
      <Button wide aria-expanded={open()} onClick={() => setOpen(!open())}>
        {button.denyWith}
      </Button>
      <Show when={open()}>
        <div class={styles.reason}>
          <TextArea
            label={reason.label}
            hint={left() < REQUEST_CARD_LIMITS.reasonNearly.value ? reason.left(left()) : reason.hint}
            value={text()}
            rows={2}
            maxlength={MAX}
            onText={setText}
          />
          <ArmedButton blocked={text().trim() === ''} onPress={() => props.onDeny(text().trim())}>
            {button.sendDeny}
          </ArmedButton>
        </div>
      </Show>
    </>
  )
}
