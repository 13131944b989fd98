import { For, type JSX } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './ExactLines.module.css'

type Kind = 'plain' | 'meta' | 'hunk' | 'added' | 'removed'

const META = /^(---|\+\+\+|index |diff |new |deleted |old |rename |similarity )/

/** How a line of a unified diff is tinted. Only its first characters say so; the line itself stays as it is. */
const kindsOf = (lines: readonly string[]): Kind[] => {
  let inHunk = false
  return lines.map((line) => {
    if (line.startsWith('@@')) {
      inHunk = true
      return 'hunk'
    }
    if (line.startsWith('diff ')) inHunk = false
    return !inHunk && META.test(line) ? 'meta' : tintOf(line)
  })
}

const tintOf = (line: string): Kind => {
  if (line.startsWith('+')) return 'added'
  return line.startsWith('-') ? 'removed' : 'plain'
}

/**
 * Text of strangers line by line, whole: wraps hang, so that what was broken by the screen differs from a line feed.
 * With `diff` the lines are tinted but never parsed: what a parser leaves out, nobody would have seen.
 */
export const ExactLines = (props: { text: string; diff?: boolean }): JSX.Element => {
  const lines = (): string[] => (props.diff ? props.text.replace(/\n$/, '') : props.text).split('\n')
  const kinds = (): Kind[] => (props.diff ? kindsOf(lines()) : [])
  return (
    <div class={styles.lines} dir="ltr">
      <For each={lines()}>
        {(line, at) => (
          <div class={`${styles.line} ${styles[kinds()[at()] ?? 'plain'] ?? ''}`}>
            <ExactText text={line} lines />
          </div>
        )}
      </For>
    </div>
  )
}
