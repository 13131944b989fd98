import { type JSX, Match, Switch } from 'solid-js'
import type { Row } from '../rows/row.ts'
import { RunRow } from '../tools/RunRow.tsx'
import { ActivityRow } from '../turn/ActivityRow.tsx'
import { EndRow } from '../turn/EndRow.tsx'
import { MemoryRow } from '../turn/MemoryRow.tsx'
import { NoticeRow } from '../turn/NoticeRow.tsx'
import { PlanRow } from '../turn/PlanRow.tsx'
import { PromptRow } from '../turn/PromptRow.tsx'
import { RequestsRow } from '../turn/RequestsRow.tsx'
import { WithdrawnRow } from '../turn/WithdrawnRow.tsx'
import { BlockRow } from './BlockRow.tsx'
import { useTranscript } from './context.ts'
import styles from './RowView.module.css'

type Of<T extends Row['type']> = Extract<Row, { type: T }>

/** One row of the transcript. A row's type never changes, so nothing here is decided twice. */
export const RowView = (props: { readonly row: Row }): JSX.Element => {
  const { pointed } = useTranscript()
  const as = <T extends Row['type']>(type: T): Of<T> | false =>
    props.row.type === type && (props.row as Of<T>)
  return (
    <div
      class={styles.row}
      data-row={props.row.type}
      data-key={props.row.key}
      data-pointed={pointed() === props.row.key || undefined}
    >
      <Switch>
        <Match when={as('prompt')}>{(row) => <PromptRow prompt={row().prompt} turn={row().turn} />}</Match>
        <Match when={as('memory')}>{(row) => <MemoryRow turn={row().turn} />}</Match>
        <Match when={as('block')}>{(row) => <BlockRow turn={row().turn} n={row().n} />}</Match>
        <Match when={as('run')}>{(row) => <RunRow turn={row().turn} n={row().n} />}</Match>
        <Match when={as('notice')}>{(row) => <NoticeRow notice={row().notice} />}</Match>
        <Match when={as('plan')}>{(row) => <PlanRow turn={row().turn} />}</Match>
        <Match when={as('requests')}>{(row) => <RequestsRow turn={row().turn} />}</Match>
        <Match when={as('activity')}>{(row) => <ActivityRow turn={row().turn} />}</Match>
        <Match when={as('end')}>{(row) => <EndRow turn={row().turn} />}</Match>
        <Match when={as('withdrawn')}>{(row) => <WithdrawnRow turn={row().turn} />}</Match>
      </Switch>
    </div>
  )
}
