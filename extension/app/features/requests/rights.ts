import { choicesOf, type RequestView } from '@hearth/shared/link'
import type { DeviceRecord } from '@hearth/shared/protocol'
import type { PermissionFacts } from '@hearth/shared/session'
import type { PasskeyStanding } from '../guard/use-passkeys.ts'
import { cannot } from './words.ts'

/**
 * May this device allow a request? `passkey`: only confirmed by one. If not, why not and where it can be done. Denying
 * needs no right.
 */
export type MayAllow =
  | { readonly may: true; readonly passkey: boolean }
  | { readonly may: false; readonly why: string }

/**
 * What the host's record of this device lets it allow (docs/protocol.md, "Risk ceilings"); a passkey of its own reaches
 * one class further. The host checks it again; here it only spares the person a refusal.
 */
export const mayAllow = (
  view: RequestView,
  facts: PermissionFacts,
  device: DeviceRecord | null,
  passkey: PasskeyStanding,
): MayAllow => {
  if (!choicesOf(view).includes('allow-once')) return { may: false, why: cannot.notOffered }
  if (device === null) return { may: false, why: cannot.unknown }
  if (!device.rights.includes('decide')) return { may: false, why: cannot.right }
  if (facts.risk <= device.riskMax) return { may: true, passkey: false }
  if (!isOneAbove(facts, device)) return { may: false, why: cannot.ceiling(device.riskMax, facts.risk) }
  if (passkey === 'has') return { may: true, passkey: true }
  const why =
    passkey === 'could' ? cannot.yet(device.riskMax, facts.risk) : cannot.ceiling(device.riskMax, facts.risk)
  return { may: false, why }
}

/** Would a passkey reach it? */
export const isOneAbove = (facts: PermissionFacts, device: DeviceRecord | null): boolean =>
  device !== null && facts.risk === device.riskMax + 1

/** May this device allow it by a rule? Never above its own ceiling: a passkey is for one request. */
export const mayAllowByRule = (
  view: RequestView,
  facts: PermissionFacts,
  device: DeviceRecord | null,
): boolean =>
  choicesOf(view).includes('allow-rule') &&
  device?.rights.includes('decide') === true &&
  facts.risk <= device.riskMax &&
  facts.risk < 4

/** May this device answer questions? Null when it may, else why not. */
export const mayAnswer = (device: DeviceRecord | null): string | null => {
  if (device === null) return cannot.unknown
  return device.rights.includes('prompt') ? null : cannot.question('prompt')
}
