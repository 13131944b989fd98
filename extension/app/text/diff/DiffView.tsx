import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { ExactText } from '../exact/ExactText.tsx'
import { Folded } from '../exact/Folded.tsx'
import { TEXT_LIMITS } from '../limits.ts'
import {
  BINARY,
  CHANGE,
  counts,
  diffOf,
  NO_LINES,
  NOT_UNDERSTOOD,
  SHOW_LESS,
  showAllLines,
  UNNAMED,
} from '../words.ts'
import styles from './DiffView.module.css'
import { HunkLines } from './HunkLines.tsx'
import { type DiffFile, type DiffHunk, parseDiff } from './parse.ts'

/**
 * A unified diff of one or more files, in one column. All of its lines can be reached; a long one begins folded. What
 * is no diff, or only half of one, is shown as the text it is. `path` names the file where the diff does not.
 */
export const DiffView = (props: { diff: string; path?: string }): JSX.Element => {
  const diff = createMemo(() => parseDiff(props.diff))
  return (
    <Show
      when={diff().whole}
      fallback={
        <div class={styles.file}>
          <p class={styles.note}>{NOT_UNDERSTOOD}</p>
          <div class={styles.raw}>
            <Folded text={props.diff} lines={TEXT_LIMITS.diffLines.value} />
          </div>
        </div>
      }
    >
      <For each={diff().files} fallback={<p class={styles.note}>{NO_LINES}</p>}>
        {(file) => <File file={file} path={props.path} />}
      </For>
    </Show>
  )
}

const File = (props: { file: DiffFile; path: string | undefined }): JSX.Element => {
  const [all, setAll] = createSignal(false)
  const path = () => props.file.to ?? props.file.from ?? props.path ?? UNNAMED
  const total = createMemo(() => props.file.hunks.reduce((sum, { lines }) => sum + lines.length, 0))
  const limit = TEXT_LIMITS.diffLines.value
  const shown = createMemo(() => (all() ? props.file.hunks : firstLines(props.file.hunks, limit)))
  return (
    <div class={styles.file}>
      <header class={styles.head}>
        <span class={styles.path}>
          <Show when={props.file.change === 'renamed' && props.file.from}>
            {(from) => (
              <>
                <ExactText text={from()} /> {'→ '}
              </>
            )}
          </Show>
          <ExactText text={path()} />
        </span>
        <Show when={CHANGE[props.file.change]}>
          {(change) => <span class={styles.change}>{change()}</span>}
        </Show>
        <Show when={total() > 0}>
          <span class={styles.counts} role="img" aria-label={counts(props.file.added, props.file.removed)}>
            <span class={styles.plus}>+{props.file.added}</span>{' '}
            <span class={styles.minus}>−{props.file.removed}</span>
          </span>
        </Show>
      </header>
      <Show
        when={total() > 0}
        fallback={<p class={styles.note}>{props.file.change === 'binary' ? BINARY : NO_LINES}</p>}
      >
        <section class={styles.scroll} tabindex="0" aria-label={diffOf(path())}>
          <div class={styles.lines}>
            <For each={shown()}>{(hunk) => <HunkLines hunk={hunk} />}</For>
          </div>
        </section>
        <Show when={total() > limit}>
          <button type="button" class={styles.more} aria-expanded={all()} onClick={() => setAll(!all())}>
            {all() ? SHOW_LESS : showAllLines(total())}
          </button>
        </Show>
      </Show>
    </div>
  )
}

/** The hunks up to so many lines. */
const firstLines = (hunks: readonly DiffHunk[], count: number): readonly DiffHunk[] => {
  let left = count
  return hunks.flatMap((hunk) => {
    const lines = hunk.lines.slice(0, Math.max(0, left))
    left -= lines.length
    return lines.length === 0 ? [] : [lines.length === hunk.lines.length ? hunk : { ...hunk, lines }]
  })
}
