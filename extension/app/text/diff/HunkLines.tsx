import { createMemo, For, type JSX, Show } from 'solid-js'
import escapes from '../characters/escape.module.css'
import { pieces } from '../characters/pieces.ts'
import { TEXT_LIMITS } from '../limits.ts'
import { ADDED_LINE, NO_NEWLINE, REMOVED_LINE } from '../words.ts'
import styles from './DiffView.module.css'
import type { DiffHunk, DiffLine } from './parse.ts'
import { type Part, pairLines } from './words.ts'

const MARK = { same: ' ', added: '+', removed: '−' } as const
const SPOKEN = { same: '', added: ADDED_LINE, removed: REMOVED_LINE } as const

/** The lines of one hunk below its header, laid out in chunks of which the browser skips those out of sight. */
export const HunkLines = (props: { hunk: DiffHunk }): JSX.Element => {
  const marks = createMemo(() => pairLines(props.hunk.lines))
  const chunks = createMemo(() => {
    const size = TEXT_LIMITS.chunkLines.value
    return Array.from({ length: Math.ceil(props.hunk.lines.length / size) }, (_, n) =>
      props.hunk.lines.slice(n * size, (n + 1) * size),
    )
  })
  return (
    <>
      <div class={styles.hunk}>
        <Exact text={props.hunk.header} />
      </div>
      <For each={chunks()}>
        {(lines) => (
          <div class={styles.chunk}>
            <For each={lines}>{(line) => <Line line={line} parts={marks().get(line)} />}</For>
          </div>
        )}
      </For>
    </>
  )
}

const Line = (props: { line: DiffLine; parts: readonly Part[] | undefined }): JSX.Element => (
  <>
    <div class={styles.line} classList={{ [styles[props.line.kind] ?? '']: true }}>
      <span class={styles.number} aria-hidden="true">
        {props.line.new ?? props.line.old}
      </span>
      <span class={styles.mark} aria-hidden="true">
        {MARK[props.line.kind]}
      </span>
      <span class={styles.text}>
        <Show when={SPOKEN[props.line.kind]}>
          {(spoken) => <span class={styles.spoken}>{spoken()}: </span>}
        </Show>
        <Show when={props.parts} fallback={<Exact text={props.line.text} />}>
          {(parts) => (
            <For each={parts()}>
              {(part) =>
                part.changed ? (
                  <span class={styles.word}>
                    <Exact text={part.text} />
                  </span>
                ) : (
                  <Exact text={part.text} />
                )
              }
            </For>
          )}
        </Show>
      </span>
    </div>
    <Show when={props.line.noNewline}>
      <div class={styles.noNewline}>{NO_NEWLINE}</div>
    </Show>
  </>
)

const Exact = (props: { text: string }): JSX.Element => (
  <For each={pieces(props.text, 'lines')}>
    {(piece) => (piece.escape ? <span class={escapes.escape}>{piece.text}</span> : piece.text)}
  </For>
)
