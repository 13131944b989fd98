import type { HostView } from '../../../state/host-view.ts'
import { W } from '../words.ts'

/** Who sent a prompt: this device, another one (hosts don't tell devices the names of others), or adopted history. */
export const sayAuthor = (by: string | null, host: HostView): string => {
  if (by === null) return W.adopted
  return by === host.paired.device.id ? W.thisDevice : W.otherDevice
}
