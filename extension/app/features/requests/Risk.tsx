import type { PermissionFacts } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import { cx } from '../../ui/cx.ts'
import styles from './Risk.module.css'
import { PROVENANCE, riskShort, riskWords } from './words.ts'

/** How grave it is, as a mark of four steps; `brief`: with its number in sight, `words`: in full. */
export const RiskMark = (props: {
  risk: PermissionFacts['risk']
  brief?: boolean
  words?: boolean
}): JSX.Element => (
  <span class={cx(styles.mark, styles[`risk${props.risk}`])}>
    <span class={styles.steps} aria-hidden="true">
      <For each={[1, 2, 3, 4]}>
        {(step) => <span class={cx(styles.step, step <= props.risk && styles.on)} />}
      </For>
    </span>
    <span class={props.words || props.brief ? undefined : 'hidden-text'}>
      {props.words ? riskWords(props.risk) : riskShort(props.risk)}
    </span>
  </span>
)

/** The host's judgement with each of its reasons, and where the wish comes from. */
export const Risk = (props: { facts: PermissionFacts }): JSX.Element => {
  const source = () => PROVENANCE[props.facts.provenance]
  return (
    <div class={styles.risk}>
      <RiskMark risk={props.facts.risk} words />
      <Show when={props.facts.reasons.length > 0}>
        <ul class={styles.reasons}>
          <For each={props.facts.reasons}>{(why) => <li>{visible(why)}</li>}</For>
        </ul>
      </Show>
      <p class={source().warn ? styles.warned : styles.source}>
        <Show when={source().warn}>
          <TriangleAlert aria-hidden="true" />
        </Show>
        {source().text}
      </p>
    </div>
  )
}
