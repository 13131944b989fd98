import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { useNow } from '../../ui/now.ts'
import { type StatusWords, statusWords } from './status-words.ts'

/** Does this device have a network, as far as the browser knows? */
const useOnline = (): Accessor<boolean> => {
  const [online, setOnline] = createSignal(navigator.onLine)
  const look = (): void => void setOnline(navigator.onLine)
  addEventListener('online', look)
  addEventListener('offline', look)
  onCleanup(() => {
    removeEventListener('online', look)
    removeEventListener('offline', look)
  })
  return online
}

/** How things stand with a host, in words that keep up. */
export const useStatus = (host: Accessor<HostView>): Accessor<StatusWords> => {
  const online = useOnline()
  const now = useNow()
  return createMemo(() =>
    statusWords({
      status: host().status(),
      alarm: host().alarm(),
      expiresAt: host().paired.expiresAt,
      now: now(),
      online: online(),
    }),
  )
}
