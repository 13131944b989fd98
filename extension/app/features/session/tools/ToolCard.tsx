import { createMemo, type JSX, Show } from 'solid-js'
import { Fold } from '../../../ui/Fold.tsx'
import { useFold } from '../transcript/context.ts'
import type { ToolBlock } from './input.ts'
import { ToolDetail } from './ToolDetail.tsx'
import { ToolLine } from './ToolLine.tsx'

/** A tool call in one line that opens to all of it. One that failed stands open. */
export const ToolCard = (props: {
  readonly tool: ToolBlock
  readonly turn: number
  readonly foldKey: string
}): JSX.Element => {
  const failed = createMemo(() => props.tool.status === 'failed')
  const [open, setOpen] = useFold(props.foldKey, failed)
  return (
    <Fold open={open()} onToggle={setOpen} summary={<ToolLine tool={props.tool} />}>
      <Show when={open()}>
        <ToolDetail tool={props.tool} turn={props.turn} />
      </Show>
    </Fold>
  )
}
