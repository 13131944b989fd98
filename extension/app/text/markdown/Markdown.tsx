import type { JSX } from 'solid-js'

/** An agent's Markdown. While `open`, its text only grows and only the open block is drawn anew. */
export const Markdown = (props: { text: string; open?: boolean }): JSX.Element => <div>{props.text}</div>
