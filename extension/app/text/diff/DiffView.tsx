import type { JSX } from 'solid-js'
import { ExactText } from '../exact/ExactText.tsx'

/** A unified diff of one or more files. `path` names the file where the diff itself does not. */
export const DiffView = (props: { diff: string; path?: string }): JSX.Element => (
  <ExactText text={props.diff} lines />
)
