import type { PermissionFacts } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import { cx } from '../../ui/cx.ts'
import styles from './Risk.module.css'
import { PROVENANCE, riskMeans, riskShort } from './words.ts'

/** How grave it is, as a mark of four steps; `brief`: with its number in sight. */
export const RiskMark = (props: { risk: PermissionFacts['risk']; brief?: boolean }): JSX.Element => (
  <span class={cx(styles.mark, styles[`risk${props.risk}`])}>
    <span class={styles.steps} aria-hidden="true">
      <For each={[1, 2, 3, 4]}>
        {(step) => <span class={cx(styles.step, step <= props.risk && styles.on)} />}
      </For>
    </span>
    <span class={props.brief ? undefined : 'hidden-text'}>{riskShort(props.risk)}</span>
  </span>
)

/** Reasons that say more than what stands above them already. */
const moreOf = ({ risk, reasons }: PermissionFacts): readonly string[] =>
  reasons.filter((why) => why !== riskMeans(risk))

/** The host's judgement with each of its reasons; its number stands in the card's heading. */
export const Risk = (props: { facts: PermissionFacts }): JSX.Element => (
  <div class={styles.risk}>
    <p class={cx(styles.means, styles[`risk${props.facts.risk}`])}>{riskMeans(props.facts.risk)}</p>
    <Show when={moreOf(props.facts).length > 0}>
      <ul class={styles.reasons}>
        <For each={moreOf(props.facts)}>{(why) => <li>{visible(why)}</li>}</For>
      </ul>
    </Show>
  </div>
)

/** Where the wish comes from. */
export const Source = (props: { facts: PermissionFacts }): JSX.Element => {
  const source = () => PROVENANCE[props.facts.provenance]
  return (
    <Show when={source().warn} fallback={source().text}>
      <p class={styles.warned}>
        <TriangleAlert aria-hidden="true" />
        {source().text}
      </p>
    </Show>
  )
}
