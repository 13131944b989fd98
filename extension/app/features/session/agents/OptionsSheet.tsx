import type { AgentOption } from '@hearth/shared/session'
import { For, type JSX } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { HostView } from '../../../state/host-view.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { F } from '../composer/words.ts'
import { agentName } from '../header/SessionTitle.tsx'
import { OptionField } from './OptionField.tsx'
import { inOrder } from './options.ts'
import styles from './Sheets.module.css'

export interface OptionsSheetProps {
  readonly open: boolean
  readonly host: HostView
  readonly session: string
  readonly agent: string
  readonly options: readonly AgentOption[]
  onClose(): void
}

interface Attempt {
  readonly value: string
  /** Why it was refused; null while the host is asked. */
  readonly failed: string | null
}

/** What an agent lets a person choose in this session. */
export const OptionsSheet = (props: OptionsSheetProps): JSX.Element => {
  const [attempts, setAttempts] = createStore<Record<string, Attempt | undefined>>({})
  const choose = async (option: string, value: string): Promise<void> => {
    const { agent, session, host } = props
    setAttempts(option, { value, failed: null })
    try {
      await host.actions.call('set-option', { session, agent, option, value })
      if (attempts[option]?.value === value) setAttempts(option, undefined)
    } catch (error) {
      if (attempts[option]?.value === value) setAttempts(option, { value, failed: sayError(error) })
    }
  }
  const pending = (option: string): string | null => {
    const attempt = attempts[option]
    return attempt?.failed === null ? attempt.value : null
  }
  return (
    <Sheet
      open={props.open}
      title={F.optionsOf(agentName(props.host, props.agent))}
      onClose={() => props.onClose()}
    >
      <div class={styles.fields}>
        <For each={inOrder(props.options).map(({ id }) => id)} fallback={<p>{F.noOptions}</p>}>
          {(id) => (
            <OptionField
              option={props.options.find((one) => one.id === id)}
              device={props.host.overview().device}
              pending={pending(id)}
              failed={attempts[id]?.failed ?? null}
              onChoose={(value) => void choose(id, value)}
            />
          )}
        </For>
      </div>
    </Sheet>
  )
}
