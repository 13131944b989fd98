import { isFinished, type RequestView } from '@hearth/shared/link'
import type { PermissionFacts, RuleDraft } from '@hearth/shared/session'
import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { ExactText } from '../../../text/index.ts'
import { cx } from '../../../ui/cx.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { EXPIRIES, type Expiry, expiryOf, scopeLabel, scopesOf } from '../../rules/choices.ts'
import { Preview } from '../../rules/Preview.tsx'
import { What } from '../../rules/What.tsx'
import { REST_NOTE, sentence, ruleSheet as words } from '../../rules/words.ts'
import { ArmedButton } from '../ArmedButton.tsx'
import frame from '../choice.module.css'
import { previewOf } from '../preview.ts'
import { useSurroundings } from '../surroundings.ts'
import { card, isGrave } from '../words.ts'
import styles from './AllowByRule.module.css'

export interface AllowByRuleProps {
  readonly host: HostView
  readonly request: RequestView
  readonly facts: PermissionFacts
  onAllow(rule: RuleDraft): void
  onClose(): void
}

/** Makes the rule by which this and its like are allowed: what, where, until when; says what it would have matched. */
const AllowByRule = (props: AllowByRuleProps): JSX.Element => {
  const { clock } = useSurroundings()
  const session = () => props.host.overview().sessions.find(({ id }) => id === props.request.session)
  const scopes = createMemo(() => scopesOf(props.request, session()))
  const [what, setWhat] = createSignal(0)
  const [scope, setScope] = createSignal<string>('session')
  const [expiry, setExpiry] = createSignal<Expiry>('today')
  const [agentOnly, setAgentOnly] = createSignal(true)
  const agent = (): string =>
    props.host.overview().agents.find(({ id }) => id === props.facts.agent)?.label ?? props.facts.agent
  const draft = createMemo((): RuleDraft | null => {
    const [about, place] = [props.facts.suggestions[what()], scopes().find(({ type }) => type === scope())]
    const { risk } = props.facts
    if (about === undefined || place === undefined || risk === 4) return null
    return {
      effect: 'allow',
      what: about,
      scope: place,
      agent: agentOnly() ? props.facts.agent : null,
      riskMax: risk,
      expiresAt: expiryOf(expiry(), clock.now(), props.host.overview().skew),
    }
  })
  return (
    <Sheet
      open={!isFinished(props.request.state)}
      title={words.title}
      tall
      onClose={() => props.onClose()}
      footer={
        <Show when={draft()}>
          {(rule) => (
            <div class={styles.footer}>
              <p class={styles.sentence}>
                <What what={rule().what} /> {sentence(rule(), agentOnly() ? agent() : null)}
              </p>
              <ArmedButton
                variant="primary"
                held={isGrave(props.facts.risk)}
                onPress={() => props.onAllow(rule())}
              >
                {words.decides}
              </ArmedButton>
            </div>
          )}
        </Show>
      }
    >
      <div class={styles.form}>
        <div class={styles.request}>
          <p class={styles.note}>
            {words.request} {card.code} <strong>{codeIn(props.request)}</strong>
          </p>
          <p class={styles.exact}>
            <ExactText text={previewOf(props.request.content).text} />
          </p>
        </div>
        <Rows
          label={words.about}
          options={props.facts.suggestions.map((one, at) => ({
            value: String(at),
            label: <What what={one} />,
            note: one.type === 'command' ? REST_NOTE[one.rest] : null,
          }))}
          value={String(what())}
          onChange={(value) => setWhat(Number(value))}
        />
        <Preview host={props.host} draft={draft()} />
        <Rows
          label={words.where}
          options={scopes().map((one) => ({ value: one.type, label: scopeLabel(one), note: null }))}
          value={scope()}
          onChange={setScope}
        />
        <Rows
          label={words.until}
          inline
          options={EXPIRIES.map(({ value, label }) => ({ value, label, note: null }))}
          value={expiry()}
          onChange={(value) => setExpiry(value as Expiry)}
        />
        <label class={cx(frame.choice, styles.row)}>
          <input
            type="checkbox"
            checked={agentOnly()}
            onChange={(event) => setAgentOnly(event.currentTarget.checked)}
          />
          <span>{words.agentOnly(agent())}</span>
        </label>
        <p class={styles.note}>{words.never}</p>
      </div>
    </Sheet>
  )
}

const codeIn = ({ content }: RequestView): string => (content.kind === 'permission' ? content.code : '')

/** One of a few as rows; native radio buttons. */
const Rows = (props: {
  label: string
  options: readonly { readonly value: string; readonly label: JSX.Element; readonly note: string | null }[]
  value: string
  inline?: boolean
  onChange(value: string): void
}): JSX.Element => {
  const name = createUniqueId()
  return (
    <fieldset class={styles.rows}>
      <legend class={styles.legend}>{props.label}</legend>
      <div class={props.inline ? styles.inline : styles.stack}>
        <For each={props.options}>
          {(option) => (
            <label class={cx(frame.choice, styles.row)}>
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={option.value === props.value}
                onChange={() => props.onChange(option.value)}
              />
              <span class={styles.words}>
                <span>{option.label}</span>
                <Show when={option.note}>
                  <span class={styles.note}>{option.note}</span>
                </Show>
              </span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}

export default AllowByRule
