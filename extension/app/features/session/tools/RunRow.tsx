import { createMemo, Index, type JSX, Show } from 'solid-js'
import { Fold } from '../../../ui/Fold.tsx'
import { useFold, useTranscript } from '../transcript/context.ts'
import { ToolIcon } from './icons.tsx'
import { runSummary } from './summary.ts'
import styles from './Tool.module.css'
import { ToolCard } from './ToolCard.tsx'

/** Reads and searches one after another in one line; a single one is a tool call like any other. */
export const RunRow = (props: { readonly turn: number; readonly n: number }): JSX.Element => {
  const { model } = useTranscript()
  const run = createMemo(() => model.run(props.turn, props.n))
  const key = (n: number): string => `b:${props.turn}:${n}`
  const [open, setOpen] = useFold(`run:${props.turn}:${props.n}`)
  const cards = (): JSX.Element => (
    <Index each={run()}>
      {(tool) => <ToolCard tool={tool()} turn={props.turn} foldKey={key(tool().n)} />}
    </Index>
  )
  return (
    <Show when={run().length > 1} fallback={cards()}>
      <Fold
        open={open()}
        onToggle={setOpen}
        summary={
          <span class={styles.line}>
            <span class={styles.icon}>
              <ToolIcon kind={run().some(({ kind }) => kind === 'read') ? 'read' : 'search'} />
            </span>
            <span class={styles.words}>{runSummary(run())}</span>
          </span>
        }
      >
        <Show when={open()}>{cards()}</Show>
      </Fold>
    </Show>
  )
}
