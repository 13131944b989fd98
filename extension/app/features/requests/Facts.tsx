import type { PermissionFacts } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import { cx } from '../../ui/cx.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Argv } from './Argv.tsx'
import styles from './Facts.module.css'
import { Risk, Source } from './Risk.tsx'
import { Whole } from './Whole.tsx'
import { card, DETAIL, sizeWords } from './words.ts'

const envOf = (facts: PermissionFacts): [string, string | null][] => Object.entries(facts.envDelta)

/** Where it would be done, with which files and which environment, how grave that is and where the wish comes from. */
export const Facts = (props: { facts: PermissionFacts }): JSX.Element => (
  <dl class={styles.facts}>
    <Row label={card.cwd}>
      <p class={styles.exact}>
        <ExactText text={props.facts.cwd.path} />
      </p>
    </Row>
    <Show when={props.facts.files.length > 0}>
      <Row label={card.files} wide>
        <Whole text={props.facts.files.map(({ path }) => path).join('\n')}>
          <ul class={styles.list}>
            <For each={props.facts.files}>{(file) => <ScriptFile file={file} />}</For>
          </ul>
        </Whole>
      </Row>
    </Show>
    <Show when={envOf(props.facts).length > 0}>
      <Row label={card.env} wide>
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
      </Row>
    </Show>
    <Row label={card.risk}>
      <Risk facts={props.facts} />
    </Row>
    <Row label={card.from}>
      <Source facts={props.facts} />
    </Row>
  </dl>
)

/** One fact and its name; `wide`: below it, over the whole width. */
const Row = (props: { label: string; wide?: boolean; children: JSX.Element }): JSX.Element => (
  <div class={cx(styles.row, props.wide && styles.wide)}>
    <dt class={styles.label}>{props.label}</dt>
    <dd class={styles.value}>{props.children}</dd>
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
  const argv = (): readonly string[] | null => {
    const { action } = props.facts
    return action.type === 'command' ? action.argv : null
  }
  return (
    <Fold summary={card.details}>
      <Show when={argv()}>{(words) => <Argv argv={words()} />}</Show>
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
