import type { JSX } from 'solid-js'
import styles from './Section.module.css'

/** A named part of a gallery page; `row` lays its pieces side by side. */
export const Section = (props: {
  readonly name: string
  readonly row?: boolean
  readonly children: JSX.Element
}): JSX.Element => (
  <section class={styles.section}>
    <h2 class={styles.name}>{props.name}</h2>
    <div class={props.row ? styles.row : styles.stack}>{props.children}</div>
  </section>
)
