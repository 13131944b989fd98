import { onCleanup, onMount } from 'solid-js'
import { useServices } from '../../services.ts'
import { browserStorage } from './keep.ts'
import { type Memory, openMemory } from './memory.ts'

/** One memory for each app, however many screens ask for it. */
const memories = new WeakMap<object, Memory>()

/** What the session list remembers on this device. */
export const useMemory = (): Memory => {
  const services = useServices()
  const memory = memories.get(services.hub) ?? openMemory(browserStorage())
  memories.set(services.hub, memory)
  const changed = (event: StorageEvent): void => memory.changed(event.key)
  onMount(() => window.addEventListener('storage', changed))
  onCleanup(() => window.removeEventListener('storage', changed))
  return memory
}
