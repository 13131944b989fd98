import { onCleanup, onMount } from 'solid-js'
import { useServices } from '../../services.ts'
import { browserStorage } from './keep.ts'
import { type ListPlace, openPlace } from './list-place.ts'
import { type Memory, openMemory } from './memory.ts'

/** One memory and one place for each app, however many screens ask for them. */
const memories = new WeakMap<object, Memory>()
const places = new WeakMap<object, ListPlace>()

/** Where the person is in the list, for as long as the page lasts: from a session the way leads back to the same row. */
export const useListPlace = (): ListPlace => {
  const { hub } = useServices()
  const place = places.get(hub) ?? openPlace()
  places.set(hub, place)
  return place
}

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
