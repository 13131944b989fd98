import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

/** True once `condition` has held for `ms` without a break; false as soon as it does not. */
export const createLasting = (condition: Accessor<boolean>, ms: number): Accessor<boolean> => {
  const [lasts, setLasts] = createSignal(false)
  createEffect(() => {
    if (!condition()) {
      setLasts(false)
      return
    }
    const timer = setTimeout(() => setLasts(true), ms)
    onCleanup(() => clearTimeout(timer))
  })
  return lasts
}
