import type { RequestAction } from '@hearth/shared/session'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './Action.module.css'
import { Command } from './Command.tsx'
import { ExactLines } from './ExactLines.tsx'
import { Labelled } from './Labelled.tsx'
import { McpCall } from './McpCall.tsx'
import { ModeChange } from './ModeChange.tsx'
import { Whole } from './Whole.tsx'
import { card } from './words.ts'

type Of<T extends RequestAction['type']> = Extract<RequestAction, { type: T }>
const as = <T extends RequestAction['type']>(action: RequestAction, type: T): Of<T> | false =>
  action.type === type && (action as Of<T>)

/** What would be done: the exact command, change, paths or address, whole. */
export const Action = (props: { action: RequestAction }): JSX.Element => (
  <div class={styles.action}>
    <Switch>
      <Match when={as(props.action, 'command')}>{(action) => <Command action={action()} />}</Match>
      <Match when={as(props.action, 'edit')}>{(action) => <Edit action={action()} />}</Match>
      <Match when={as(props.action, 'access')}>
        {(action) => <Exact label={card.paths} parts={action().paths} />}
      </Match>
      <Match when={as(props.action, 'fetch')}>
        {(action) => <Exact label={card.url} parts={[action().url]} />}
      </Match>
      <Match when={as(props.action, 'mcp')}>{(action) => <McpCall action={action()} />}</Match>
      <Match when={as(props.action, 'mode')}>{(action) => <ModeChange action={action()} />}</Match>
      <Match when={as(props.action, 'other')}>
        {(action) => (
          <Labelled label={card.detail}>
            <Whole text={action().detail}>
              <ExactLines text={action().detail} />
            </Whole>
          </Labelled>
        )}
      </Match>
    </Switch>
  </div>
)

const Edit = (props: { action: Of<'edit'> }): JSX.Element => (
  <For each={props.action.files} fallback={<NoFiles />}>
    {(file) => (
      <div class={styles.file}>
        <p class={styles.path}>
          <ExactText text={file.path} />
        </p>
        <Labelled label={card.diffOf}>
          <Show when={file.diff.trim() !== ''} fallback={<Missing text={card.noDiff} />}>
            <Whole text={file.diff}>
              <ExactLines text={file.diff} diff />
            </Whole>
          </Show>
        </Labelled>
      </div>
    )}
  </For>
)

/** Says in the place of a content that there is none; seen like any other part. */
const Missing = (props: { text: string }): JSX.Element => (
  <Whole text="">
    <p class={styles.note}>{props.text}</p>
  </Whole>
)
const NoFiles = (): JSX.Element => <Missing text={card.noFiles} />

const Exact = (props: { label: string; parts: readonly string[] }): JSX.Element => (
  <Labelled label={props.label}>
    <Whole text={props.parts.join('\n')}>
      <ul class={styles.parts}>
        <For each={props.parts}>
          {(part) => (
            <li>
              <ExactText text={part} />
            </li>
          )}
        </For>
      </ul>
    </Whole>
  </Labelled>
)
