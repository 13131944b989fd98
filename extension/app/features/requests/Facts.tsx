import type { PermissionFacts } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import { Fold } from '../../ui/Fold.tsx'
import styles from './Facts.module.css'
import { Whole } from './Whole.tsx'
import { card, DETAIL, sizeWords } from './words.ts'

const envOf = (facts: PermissionFacts): [string, string | null][] => Object.entries(facts.envDelta)

/** Where it would be done, with which files and which environment. */
export const Facts = (props: { facts: PermissionFacts }): JSX.Element => (
  <div class={styles.facts}>
    <p class={styles.exact}>
      <span class={styles.label}>{card.cwd} </span>
      <ExactText text={props.facts.cwd.path} />
    </p>
    <Show when={props.facts.files.length > 0}>
      <div class={styles.row}>
        <p class={styles.label}>{card.files}</p>
        <Whole text={props.facts.files.map(({ path }) => path).join('\n')}>
          <ul class={styles.list}>
            <For each={props.facts.files}>{(file) => <ScriptFile file={file} />}</For>
          </ul>
        </Whole>
      </div>
    </Show>
    <Show when={envOf(props.facts).length > 0}>
      <div class={styles.row}>
        <p class={styles.label}>{card.env}</p>
        <Whole
          text={envOf(props.facts)
            .map(([name, value]) => `${name}=${value ?? ''}`)
            .join('\n')}
        >
          <ul class={styles.list}>
            <For each={envOf(props.facts)}>
              {([name, value]) => (
                <li class={styles.exact}>
                  <ExactText text={value === null ? name : `${name}=${value}`} />
                  <Show when={value === null}>
                    <span class={styles.note}> {card.envRemoved}</span>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Whole>
      </div>
    </Show>
  </div>
)

const ScriptFile = (props: { file: PermissionFacts['files'][number] }): JSX.Element => (
  <li class={styles.exact}>
    <ExactText text={props.file.path} />
    <span class={styles.note}> {sizeWords(props.file.size)}</span>
    <details class={styles.hash}>
      <summary>
        <ExactText text={card.hash(props.file.sha256)} />
      </summary>
      <ExactText text={props.file.sha256} />
    </details>
  </li>
)

/** What else the bytes say that would be signed. */
export const Details = (props: { facts: PermissionFacts }): JSX.Element => {
  const rows = (): [string, string][] => {
    const { tool, turn, cwd, createdAt, reqId, policyEpoch } = props.facts
    return [
      [DETAIL.tool, `${tool.name} (${tool.kind})`],
      ...(tool.call === null ? [] : [[DETAIL.call, tool.call] as [string, string]]),
      [DETAIL.turn, `${turn}`],
      [DETAIL.inode, `${cwd.dev}, ${cwd.ino}`],
      [DETAIL.asked, new Date(createdAt).toISOString()],
      [DETAIL.request, reqId],
      [DETAIL.epoch, `${policyEpoch}`],
    ]
  }
  return (
    <Fold summary={card.details}>
      <dl class={styles.details}>
        <For each={rows()}>
          {([name, value]) => (
            <>
              <dt class={styles.label}>{name}</dt>
              <dd class={styles.exact}>
                <ExactText text={value} />
              </dd>
            </>
          )}
        </For>
      </dl>
    </Fold>
  )
}
