import type { RequestAction } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './Action.module.css'
import { ExactLines } from './ExactLines.tsx'
import { Labelled } from './Labelled.tsx'
import { Whole } from './Whole.tsx'
import { card } from './words.ts'

type CommandAction = Extract<RequestAction, { type: 'command' }>

/** A command as it would run, and what is known of how it is taken apart. */
export const Command = (props: { action: CommandAction }): JSX.Element => (
  <>
    <Labelled label={card.command}>
      <div class={styles.command}>
        <Whole text={props.action.command}>
          <ExactLines text={props.action.command} />
        </Whole>
      </div>
    </Labelled>
    <Show when={props.action.argv === null}>
      <Show when={props.action.parts.length > 0} fallback={<p class={styles.note}>{card.notSplit}</p>}>
        <Parts parts={props.action.parts} />
      </Show>
    </Show>
  </>
)

/** Each program that a line of several starts, those in substitutions included. */
const Parts = (props: { parts: readonly string[] }): JSX.Element => (
  <div class={styles.runs}>
    <p class={styles.note}>{card.parts(props.parts.length)}</p>
    <Whole text={props.parts.join('\n')} bare>
      <ol class={styles.words}>
        <For each={props.parts}>
          {(part) => (
            <li>
              <span class={styles.word}>
                <ExactText text={part} />
              </span>
            </li>
          )}
        </For>
      </ol>
    </Whole>
  </div>
)
