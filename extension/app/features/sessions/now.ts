import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js'
import { TICK_MS } from './limits.ts'

/** The device's clock in ms, renewed every `TICK_MS` and when the page is looked at again. */
export const useNow = (): Accessor<number> => {
  const [now, setNow] = createSignal(Date.now())
  const renew = (): void => {
    setNow(Date.now())
  }
  onMount(() => {
    const timer = setInterval(renew, TICK_MS)
    document.addEventListener('visibilitychange', renew)
    onCleanup(() => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', renew)
    })
  })
  return now
}
