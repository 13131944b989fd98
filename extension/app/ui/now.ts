import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { TIME_STEP_MS } from './limits.ts'

const [now, setNow] = createSignal(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The present time (ms) in steps, from one clock for all that ask; it stands still while nobody does. */
export const useNow = (): Accessor<number> => {
  users += 1
  setNow(Date.now())
  timer ??= setInterval(() => setNow(Date.now()), TIME_STEP_MS)
  onCleanup(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return now
}
