import type { DeviceRecord, Right } from '@hearth/shared/protocol'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { useDoing } from '../../ui/doing.ts'
import { SelectField } from '../../ui/SelectField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './Guard.module.css'
import { device as words } from './words.ts'

const ALL: readonly Right[] = ['read', 'prompt', 'decide', 'admin']
const RISKS = [1, 2, 3, 4] as const

/** This device's own rights, which it can lower and never raise. */
export const Rights = (props: { host: HostView; device: DeviceRecord }): JSX.Element => {
  const toast = useToast()
  const doing = useDoing()
  const [given, setGiven] = createSignal<readonly Right[]>([])
  const [ceiling, setCeiling] = createSignal<DeviceRecord['riskMax'] | null>(null)
  const kept = (): Right[] => props.device.rights.filter((right) => !given().includes(right))
  const riskMax = (): DeviceRecord['riskMax'] => ceiling() ?? props.device.riskMax
  const isLower = (): boolean => given().length > 0 || riskMax() < props.device.riskMax
  const turn = (right: Right, keep: boolean): void =>
    void setGiven(keep ? given().filter((one) => one !== right) : [...given(), right])
  const lower = async (): Promise<void> => {
    const wish = { rights: kept(), riskMax: riskMax() }
    if (!(await doing.run(() => props.host.actions.call('limit-self', wish)))) return
    setGiven([])
    setCeiling(null)
    toast({ text: words.lowered })
  }
  return (
    <div class={styles.part}>
      <p class={styles.note}>{words.lead}</p>
      <fieldset class={styles.group}>
        <legend class={styles.heading}>{words.rights}</legend>
        <For each={ALL}>
          {(right) => (
            <label class={styles.right}>
              <input
                type="checkbox"
                checked={kept().includes(right)}
                disabled={!props.device.rights.includes(right)}
                onChange={(event) => turn(right, event.currentTarget.checked)}
              />
              <span>{words.names[right]}</span>
            </label>
          )}
        </For>
      </fieldset>
      <Show when={given().includes('read')}>
        <p class={styles.note}>{words.needsRead}</p>
      </Show>
      <SelectField
        label={words.ceiling}
        hint={words.ceilingHint}
        options={RISKS.filter((risk) => risk <= props.device.riskMax).map((risk) => ({
          value: String(risk),
          label: String(risk),
        }))}
        value={String(riskMax())}
        onChange={(value) => setCeiling(RISKS.find((risk) => String(risk) === value) ?? null)}
      />
      <Show when={isLower()}>
        <Button variant="danger" wide busy={doing.busy()} onClick={() => void lower()}>
          {words.lower}
        </Button>
        <p class={styles.note}>{words.sure}</p>
      </Show>
    </div>
  )
}
