import type { JSX } from 'solid-js'

/** A part of a card with a name for those who listen. */
export const Labelled = (props: { label: string; children: JSX.Element }): JSX.Element => (
  <figure aria-label={props.label}>{props.children}</figure>
)
