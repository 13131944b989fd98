import { createSignal, type JSX, onCleanup } from 'solid-js'
import styles from './steps.module.css'
import { clock } from './words.ts'

/** Time left until `until` (ms), second by second; silent for those who listen, who hear the end instead. */
export const Countdown = (props: { readonly until: number; onOver?(): void }): JSX.Element => {
  const [now, setNow] = createSignal(Date.now())
  let told = false
  const timer = setInterval(() => {
    setNow(Date.now())
    if (now() < props.until || told) return
    told = true
    props.onOver?.()
  }, 1_000)
  onCleanup(() => clearInterval(timer))
  return <span class={styles.countdown}>{clock(props.until - now())}</span>
}
