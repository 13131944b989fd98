import { emptyAudit, nextHead } from '../../crypto/audit.ts'
import { take, utf8 } from '../../crypto/bytes.ts'
import { checkExpiry, checkOffer, openDecision, requestHash, signDecision } from '../../crypto/decision.ts'
import { DECISION_BODY, decodeDecision } from '../../crypto/decision-layout.ts'
import { fromHex, toHex } from '../../crypto/text.ts'
import type { VectorFields } from './file.ts'
import { type Check, provider, type World } from './world.ts'

/** Fields of a decision that the file gives only as bytes. */
function fieldsOf(bytes: string): VectorFields {
  const decision = decodeDecision(take(fromHex(bytes), 0, DECISION_BODY))
  const { choice, stepUp, decidedAt, expiresAt, counter } = decision
  const [reqId, nonce, ruleHash] = [decision.reqId, decision.nonce, decision.ruleHash].map(toHex)
  return {
    reqId: reqId ?? '',
    nonce: nonce ?? '',
    ruleHash: ruleHash ?? '',
    choice,
    stepUp,
    decidedAt,
    expiresAt,
    counter,
  }
}

/** Signs the fields anew, and lets the host's checks accept the result. */
async function sign({ file, host, device }: World, fields: VectorFields): Promise<string> {
  const sid = fromHex(file.connect.sid)
  const [reqId, nonce, ruleHash] = [fromHex(fields.reqId), fromHex(fields.nonce), fromHex(fields.ruleHash)]
  const reqHash = requestHash(provider, utf8(file.approval.reqBytes))
  const ids = { hostId: host.id, deviceId: device.id, sid }
  const decision = { ...fields, ...ids, reqId, nonce, ruleHash, reqHash }
  const bytes = await signDecision(provider, device.sign, decision)
  const opened = await openDecision(provider, bytes, { ...ids, signKey: device.signKey })
  const { choice, expiresAt } = fields
  const offer = { reqId, nonce, reqHash, choices: [choice], expiresAt }
  checkOffer(opened, offer)
  checkExpiry(opened, offer, expiresAt - 1)
  return toHex(bytes)
}

/** Request hash, decisions, and the audit head over the first of them where its body is given. */
export async function* approvalChecks(world: World): AsyncGenerator<Check> {
  const { approval, decisions = [] } = world.file
  const hash = requestHash(provider, utf8(approval.reqBytes))
  yield { path: 'approval.reqHash', expected: approval.reqHash, got: toHex(hash) }
  const fields = approval.fields ?? fieldsOf(approval.decision)
  yield { path: 'approval.decision', expected: approval.decision, got: await sign(world, fields) }
  if (approval.auditBody !== undefined) {
    const { head } = nextHead(provider, emptyAudit(), utf8(approval.auditBody))
    yield { path: 'approval.auditHead', expected: approval.auditHead, got: toHex(head) }
  } else if (approval.auditHead !== undefined) {
    world.unchecked.push('approval.auditHead (no auditBody in the file)')
  }
  for (const [i, given] of decisions.entries()) {
    yield { path: `decisions[${i}].bytes`, expected: given.bytes, got: await sign(world, given.fields) }
  }
}
