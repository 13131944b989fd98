import type { Block } from '@hearth/shared/session'
import { createMemo, type JSX, Match, Switch } from 'solid-js'
import { Markdown } from '../../../text/index.ts'
import { ToolCard } from '../tools/ToolCard.tsx'
import styles from './BlockRow.module.css'
import { useTranscript } from './context.ts'
import { RawBlock } from './RawBlock.tsx'
import { Thought } from './Thought.tsx'

type Of<T extends Block['type']> = Extract<Block, { type: T }>

/** A block of a turn: text, reasoning, a tool call, or what this version has no word for. */
export const BlockRow = (props: { readonly turn: number; readonly n: number }): JSX.Element => {
  const { model } = useTranscript()
  const block = createMemo(() => model.block(props.turn, props.n))
  const open = createMemo(() => model.isOpen(props.turn, props.n))
  const as = <T extends 'tool' | 'raw'>(type: T): Of<T> | undefined => {
    const now = block()
    return now?.type === type ? (now as Of<T>) : undefined
  }
  const text = (type: 'message' | 'thought'): string | undefined => {
    const now = block()
    return now?.type === type && 'text' in now ? now.text : undefined
  }
  const foldKey = (): string => `b:${props.turn}:${props.n}`
  return (
    <Switch>
      <Match when={text('message') !== undefined}>
        <div class={styles.message}>
          <Markdown text={text('message') ?? ''} open={open()} />
        </div>
      </Match>
      <Match when={text('thought') !== undefined}>
        <Thought text={text('thought') ?? ''} open={open()} foldKey={foldKey()} />
      </Match>
      <Match when={as('tool')}>
        {(tool) => <ToolCard tool={tool()} turn={props.turn} foldKey={foldKey()} />}
      </Match>
      <Match when={as('raw')}>{(raw) => <RawBlock raw={raw()} foldKey={foldKey()} />}</Match>
    </Switch>
  )
}
