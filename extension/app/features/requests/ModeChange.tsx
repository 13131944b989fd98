import type { RequestAction } from '@hearth/shared/session'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './Action.module.css'
import { ExactLines } from './ExactLines.tsx'
import { Labelled } from './Labelled.tsx'
import { Whole } from './Whole.tsx'
import { card } from './words.ts'

/** The agent wants to work in another of its modes: from which to which, and what that may mean. */
export const ModeChange = (props: { action: Extract<RequestAction, { type: 'mode' }> }): JSX.Element => (
  <>
    <Whole text={props.action.to}>
      <dl class={styles.pairs}>
        <dt class={styles.note}>{card.modeFrom}</dt>
        <dd class={styles.path}>
          <Show when={props.action.from} fallback={card.modeUnknown}>
            {(from) => <ExactText text={from()} />}
          </Show>
        </dd>
        <dt class={styles.note}>{card.modeTo}</dt>
        <dd class={styles.path}>
          <ExactText text={props.action.to} />
        </dd>
      </dl>
    </Whole>
    <p class={styles.warning}>
      <TriangleAlert aria-hidden="true" />
      {card.modeWarning}
    </p>
    <Show when={props.action.detail.trim() !== ''}>
      <Labelled label={card.detail}>
        <Whole text={props.action.detail}>
          <ExactLines text={props.action.detail} />
        </Whole>
      </Labelled>
    </Show>
  </>
)
