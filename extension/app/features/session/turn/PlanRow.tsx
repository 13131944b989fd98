import { createMemo, type JSX, Show } from 'solid-js'
import { useFold, useTranscript } from '../transcript/context.ts'
import { Plan } from './Plan.tsx'

/** The plan of a turn that has ended, folded. */
export const PlanRow = (props: { readonly turn: number }): JSX.Element => {
  const { model } = useTranscript()
  const turn = createMemo(() => model.turn(props.turn))
  const [open, setOpen] = useFold(`l:${props.turn}`)
  return (
    <Show when={turn()}>{(known) => <Plan entries={known().plan} open={open()} onToggle={setOpen} />}</Show>
  )
}
