import type { PushWishes } from '@hearth/shared/protocol'
import { type JSX, Show } from 'solid-js'
import { Switch } from '../../ui/Switch.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { QUIET_FROM, QUIET_TO } from './limits.ts'
import { minutesOf, timeOf } from './minutes.ts'
import styles from './NotificationsScreen.module.css'
import { notifications as words } from './words.ts'

/** The zone that this device is in, as the browser knows it. */
const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Hours in which only the gravest wakes. Zones move with the person: the device's own counts at each change. */
export const QuietHours = (props: {
  readonly wishes: PushWishes
  onWish(wishes: PushWishes): void
}): JSX.Element => {
  const quiet = () => props.wishes.quiet
  const set = (change: { from?: number; to?: number }): void =>
    props.onWish({
      ...props.wishes,
      quiet: {
        from: change.from ?? quiet()?.from ?? QUIET_FROM,
        to: change.to ?? quiet()?.to ?? QUIET_TO,
        zone: zoneHere(),
      },
    })
  const at = (side: 'from' | 'to') => (time: string) => {
    const minutes = minutesOf(time)
    if (minutes !== null) set({ [side]: minutes })
  }
  return (
    <>
      <Switch
        label={words.quiet}
        hint={words.quietHint(quiet()?.zone ?? zoneHere())}
        on={quiet() !== null}
        onChange={(on) => (on ? set({}) : props.onWish({ ...props.wishes, quiet: null }))}
      />
      <Show when={quiet()}>
        {(hours) => (
          <div class={styles.hours}>
            <TextField label={words.from} type="time" value={timeOf(hours().from)} onText={at('from')} />
            <TextField label={words.to} type="time" value={timeOf(hours().to)} onText={at('to')} />
          </div>
        )}
      </Show>
    </>
  )
}
