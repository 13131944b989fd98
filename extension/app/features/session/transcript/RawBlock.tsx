import type { Block } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import { Folded } from '../../../text/index.ts'
import { Fold } from '../../../ui/Fold.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import styles from '../tools/Tool.module.css'
import { W } from '../words.ts'
import { useFold } from './context.ts'

/** What the agent sent that this version has no word for: said so, and shown whole when asked. */
export const RawBlock = (props: {
  readonly raw: Extract<Block, { type: 'raw' }>
  readonly foldKey: string
}): JSX.Element => {
  const [open, setOpen] = useFold(props.foldKey)
  return (
    <Fold open={open()} onToggle={setOpen} summary={<span class={styles.line}>{W.unknownKind}</span>}>
      <Show when={open()}>
        <p class={styles.label}>
          {W.unknownKindFrom} {visible(props.raw.source)}
        </p>
        <div class={styles.output}>
          <Folded text={props.raw.detail} lines={SESSION_SCREEN_LIMITS.outputLines.value} />
        </div>
      </Show>
    </Fold>
  )
}
