import type { DeviceRecord } from '@hearth/shared/protocol'
import type { AgentOption } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { createMemo, type JSX, Show } from 'solid-js'
import { SelectField } from '../../../ui/SelectField.tsx'
import { F } from '../composer/words.ts'
import { choosable, SEARCHED_FROM } from './options.ts'
import { SearchField } from './SearchField.tsx'

export interface OptionFieldProps {
  readonly option: AgentOption | undefined
  /** The host's record of this device. */
  readonly device: DeviceRecord | null
  /** The value that the host is asked for. */
  readonly pending: string | null
  readonly failed: string | null
  onChoose(value: string): void
}

/** One option of an agent: a list of the browser's own, or one to search in where it is long. */
export const OptionField = (props: OptionFieldProps): JSX.Element => (
  <Show when={props.option}>
    {(option) => {
      const value = (): string => props.pending ?? option().value
      const open = createMemo(() => choosable(option(), props.device))
      const hint = (): string | undefined => {
        if (props.pending !== null) return F.setting
        const words = [
          ...(option().description === null ? [] : [visible(option().description ?? '')]),
          ...(open().withheld === 0 ? [] : [F.withheld(open().withheld)]),
        ]
        return words.length === 0 ? undefined : words.join(' ')
      }
      return (
        <Show
          when={open().choices.length > SEARCHED_FROM}
          fallback={
            <SelectField
              label={visible(option().name)}
              hint={hint()}
              error={props.failed}
              options={open().choices.map((choice) => ({
                value: choice.value,
                label: visible(choice.name),
                group: choice.group === null ? undefined : visible(choice.group),
              }))}
              value={value()}
              onChange={(next) => props.onChoose(next)}
            />
          }
        >
          <SearchField
            label={visible(option().name)}
            hint={hint()}
            error={props.failed}
            choices={open().choices}
            value={value()}
            onChoose={(next) => props.onChoose(next)}
          />
        </Show>
      )
    }}
  </Show>
)
