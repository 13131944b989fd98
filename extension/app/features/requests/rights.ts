import { choicesOf, type RequestView } from '@hearth/shared/link'
import type { DeviceRecord } from '@hearth/shared/protocol'
import type { PermissionFacts } from '@hearth/shared/session'
import { cannot } from './words.ts'

/** May this device allow a request? If not, why not and where it can be done. Denying needs no right. */
export type MayAllow = { readonly may: true } | { readonly may: false; readonly why: string }

/**
 * What the host's record of this device lets it allow (docs/protocol.md, "Risk ceilings"). The host checks it again;
 * here it only spares the person a refusal.
 */
export const mayAllow = (
  view: RequestView,
  facts: PermissionFacts,
  device: DeviceRecord | null,
): MayAllow => {
  if (!choicesOf(view).includes('allow-once')) return { may: false, why: cannot.notOffered }
  if (device === null) return { may: false, why: cannot.unknown }
  if (!device.rights.includes('decide')) return { may: false, why: cannot.right }
  if (facts.risk > device.riskMax) return { may: false, why: cannot.ceiling(device.riskMax, facts.risk) }
  return { may: true }
}

/** May this device answer questions? Null when it may, else why not. */
export const mayAnswer = (device: DeviceRecord | null): string | null => {
  if (device === null) return cannot.unknown
  return device.rights.includes('prompt') ? null : cannot.question('prompt')
}
