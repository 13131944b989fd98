import { type Agent, HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { createSignal, type JSX, Match, Show, Switch as When } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { useDoing } from '../../ui/doing.ts'
import { Switch } from '../../ui/Switch.tsx'
import { AGENT_TONE, agentLine, agentTrouble } from '../agents/words.ts'
import styles from './Settings.module.css'
import type { AgentCheck } from './use-asked.ts'
import { manage as words } from './words.ts'

/** How a trial of an agent went; `message` where the host would not try. */
type Trial =
  | { readonly at: 'none' | 'running' }
  | { readonly at: 'told'; readonly check: AgentCheck }
  | {
      readonly at: 'refused'
      readonly message: string
    }

/** One agent of a host. */
export const AgentRow = (props: {
  readonly host: HostView
  readonly agent: Agent
  readonly admin: boolean
}): JSX.Element => {
  const doing = useDoing()
  const [trial, setTrial] = createSignal<Trial>({ at: 'none' })
  const told = () => {
    const now = trial()
    return now.at === 'told' ? now.check : null
  }
  const refused = () => {
    const now = trial()
    return now.at === 'refused' ? now.message : null
  }
  const check = async (): Promise<void> => {
    setTrial({ at: 'running' })
    try {
      const answer = await props.host.actions.call('check-agent', { agent: props.agent.id })
      setTrial({ at: 'told', check: answer })
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      setTrial({ at: 'refused', message: error.message })
    }
  }
  const turn = (enabled: boolean): void =>
    void doing.run(() => props.host.actions.call('switch-agent', { agent: props.agent.id, enabled }))
  return (
    <li class={styles.row}>
      <div class={styles.head}>
        <p class={styles.name}>{visible(props.agent.label)}</p>
        <Show when={props.admin}>
          <div class={styles.buttons}>
            <Button
              small
              busy={trial().at === 'running'}
              aria-label={words.checkOf(props.agent.label)}
              onClick={() => void check()}
            >
              {words.check}
            </Button>
          </div>
        </Show>
      </div>
      <p class={styles.note}>
        <Dot tone={AGENT_TONE[props.agent.state]}>{agentLine(props.agent)}</Dot>
      </p>
      <Show when={agentTrouble(props.agent)}>
        <p class={styles.note}>{agentTrouble(props.agent)}</p>
      </Show>
      <div role="status">
        <When>
          <Match when={told()}>
            {(result) => (
              <>
                <Dot tone={result().starts ? 'ok' : 'danger'}>
                  {result().starts ? words.starts(result().ms, result().version) : words.noStart}
                </Dot>
                <Show when={result().words !== ''}>
                  <pre class={styles.said}>{visible(result().words, { lines: true })}</pre>
                </Show>
              </>
            )}
          </Match>
          <Match when={refused()}>{(message) => <p class={styles.note}>{words.failed(message())}</p>}</Match>
          <Match when={trial().at === 'running'}>
            <p class={styles.note}>{words.checking}</p>
          </Match>
        </When>
      </div>
      <Show when={props.admin}>
        <Switch
          label={words.on(props.agent.label)}
          on={props.agent.state !== 'disabled'}
          disabled={doing.busy()}
          onChange={turn}
        />
      </Show>
    </li>
  )
}
