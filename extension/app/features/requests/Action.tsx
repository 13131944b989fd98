import type { RequestAction } from '@hearth/shared/session'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import { Fold } from '../../ui/Fold.tsx'
import styles from './Action.module.css'
import { ExactLines } from './ExactLines.tsx'
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

const Labelled = (props: { label: string; children: JSX.Element }): JSX.Element => (
  <figure aria-label={props.label}>{props.children}</figure>
)

const Command = (props: { action: Of<'command'> }): JSX.Element => (
  <>
    <Labelled label={card.command}>
      <Whole text={props.action.command}>
        <ExactLines text={props.action.command} />
      </Whole>
    </Labelled>
    <Show when={props.action.argv} fallback={<p class={styles.note}>{card.notSplit}</p>}>
      {(argv) => (
        <Fold summary={card.words(argv().length)}>
          <ol class={styles.words}>
            <For each={argv()}>
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
      )}
    </Show>
  </>
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
