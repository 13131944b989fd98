import type { RequestView } from '@hearth/shared/link'
import { children, createUniqueId, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import styles from './CardFrame.module.css'
import { Who } from './Who.tsx'
import { card } from './words.ts'

export interface CardFrameProps {
  readonly host: HostView
  readonly request: RequestView
  readonly title: string
  /** Beside the title. */
  readonly mark?: JSX.Element
  /** What it asks has changed since it was first shown here. */
  readonly anew?: boolean
  /** Stays in sight below what scrolls. */
  readonly actions?: JSX.Element
  readonly children: JSX.Element
}

/** A card: its name and what can be done stay where they are; what it is about scrolls between them. */
export const CardFrame = (props: CardFrameProps): JSX.Element => {
  const title = createUniqueId()
  // Made once: a prop that is read twice is drawn twice.
  const actions = children(() => props.actions)
  return (
    <article class={styles.card} aria-labelledby={title}>
      <header class={styles.heading}>
        <h2 id={title} class={styles.title}>
          {props.title}
        </h2>
        {props.mark}
      </header>
      <div class={styles.body} tabindex="0">
        <Who host={props.host} request={props.request} />
        <Show when={props.anew}>
          <p class={styles.anew}>{card.changed}</p>
        </Show>
        {props.children}
      </div>
      <Show when={actions()}>
        <footer class={styles.actions}>{actions()}</footer>
      </Show>
    </article>
  )
}
