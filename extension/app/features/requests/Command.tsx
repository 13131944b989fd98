import type { RequestAction } from '@hearth/shared/session'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import { Fold } from '../../ui/Fold.tsx'
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
      <Whole text={props.action.command}>
        <ExactLines text={props.action.command} />
      </Whole>
    </Labelled>
    <Switch>
      <Match when={props.action.argv}>{(argv) => <Words argv={argv()} />}</Match>
      <Match when={props.action.parts.length > 0}>
        <Parts parts={props.action.parts} />
      </Match>
      <Match when={true}>
        <p class={styles.note}>{card.notSplit}</p>
      </Match>
    </Switch>
  </>
)

const Words = (props: { argv: readonly string[] }): JSX.Element => (
  <Fold summary={card.words(props.argv.length)}>
    <ol class={styles.words}>
      <For each={props.argv}>
        {(word) => (
          <li>
            <Show when={word !== ''} fallback={<em>{card.emptyWord}</em>}>
              <span class={styles.word}>
                <ExactText text={word} />
              </span>
            </Show>
          </li>
        )}
      </For>
    </ol>
  </Fold>
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
