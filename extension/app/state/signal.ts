import type { Watched } from '@hearth/shared/link'
import { type Accessor, createSignal } from 'solid-js'

/** A watched value as a signal, and the function that ends watching. */
export const watchedSignal = <T>(watched: Watched<T>): [Accessor<T>, () => void] => {
  const [get, set] = createSignal(watched.value)
  return [get, watched.listen((value) => set(() => value))]
}
