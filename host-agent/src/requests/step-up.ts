import { DECISION_BODY, type Decision, take } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { Passkeys } from '../passkeys/api.ts'
import type { Frozen } from './facts.ts'
import type { Offer } from './offers.ts'
import type { Decider } from './options.ts'

/** The passkeys by one of which a device must prove a person for this request; null where that is not needed, or no use. */
export const stepUpOf = (
  passkeys: Pick<Passkeys, 'of'>,
  device: { id: string } & Pick<Decider, 'riskMax'>,
  { facts }: Frozen,
): string[] | null => {
  if (facts.risk !== device.riskMax + 1) return null
  const ids = passkeys.of(device.id).map(({ id }) => id)
  return ids.length === 0 ? null : ids
}

/**
 * A decision carries the mark of a step-up exactly where its offer asks for one and it allows; then its passkey's
 * answer must be about this very decision. Gives that answer.
 * @throws {HearthError} `decision.step_up`
 */
export const checkStepUp = async (
  passkeys: Pick<Passkeys, 'verify'>,
  offer: Offer,
  decision: Decision,
  from: { device: string; bytes: Uint8Array; assertion: string | undefined },
): Promise<string | null> => {
  const isNeeded = offer.stepUp !== null && decision.choice !== 'deny'
  if ((decision.stepUp === 'webauthn') !== isNeeded) throw new HearthError('decision.step_up')
  if (!isNeeded) return null
  const { assertion } = from
  if (assertion === undefined) throw new HearthError('decision.step_up')
  try {
    await passkeys.verify(from.device, assertion, take(from.bytes, 0, DECISION_BODY))
    return assertion
  } catch (cause) {
    throw cause instanceof HearthError ? cause : new HearthError('decision.step_up', undefined, { cause })
  }
}
