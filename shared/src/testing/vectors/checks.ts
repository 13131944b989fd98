import { emptyAudit, nextHead, signHead, verifyHead } from '../../crypto/audit.ts'
import { utf8 } from '../../crypto/bytes.ts'
import { signCertificate, verifyCertificate } from '../../crypto/certificate.ts'
import { signLogin, verifyLogin } from '../../crypto/login.ts'
import { encodePairingLink, parsePairingLink } from '../../crypto/pairing-link.ts'
import { pairingKeys } from '../../crypto/pairing-secret.ts'
import { fromHex, toHex } from '../../crypto/text.ts'
import { connectChecks } from './connect-checks.ts'
import { approvalChecks } from './decision-checks.ts'
import { pairingChecks } from './pairing-checks.ts'
import { type Check, provider, type World } from './world.ts'

async function* identityChecks({ file, host, device }: World): AsyncGenerator<Check> {
  for (const [path, given, own] of [
    ['host', file.host, host],
    ['dev', file.dev, device],
  ] as const) {
    yield { path: `${path}.S_pk`, expected: given.S_pk, got: toHex(own.dhKey) }
    yield { path: `${path}.A_pk`, expected: given.A_pk, got: toHex(own.signKey) }
    yield { path: `${path}.id`, expected: given.id, got: toHex(own.id) }
    yield { path: `${path}.fp`, expected: given.fp, got: toHex(own.fingerprint) }
    if (given.R_seed === undefined) continue
    const relay = provider.importSigning(fromHex(given.R_seed))
    yield { path: `${path}.R_pk`, expected: given.R_pk, got: toHex(relay.publicKey) }
  }
}

async function* certificateChecks({ file, host, device }: World): AsyncGenerator<Check> {
  if (file.certificate === undefined || file.dev.R_seed === undefined) return
  const { createdAt, expiresAt, permBits, riskMax, bytes } = file.certificate
  const relayKey = provider.importSigning(fromHex(file.dev.R_seed)).publicKey
  const statement = { hostId: host.id, device, relayKey, createdAt, expiresAt, permBits, riskMax }
  const signed = await signCertificate(provider, host.sign, statement)
  yield { path: 'certificate.bytes', expected: bytes, got: toHex(signed) }
  await verifyCertificate(provider, signed, { host, now: createdAt })
}

async function* linkChecks({ file, host }: World): AsyncGenerator<Check> {
  if (file.link === undefined) return
  const { app, relay, expiresAt, url } = file.link
  const link = { expiresAt, hostFingerprint: host.fingerprint, secret: fromHex(file.pair.secret), relay }
  const text = encodePairingLink(app, link)
  yield { path: 'link.url', expected: url, got: text }
  const parsed = parsePairingLink(text, 0)
  yield { path: 'link.relay', expected: relay, got: parsed.relay }
  const { pid } = pairingKeys(provider, parsed.secret)
  yield { path: 'pair.pid', expected: file.pair.pid, got: toHex(pid) }
}

async function* loginChecks({ file }: World): AsyncGenerator<Check> {
  if (file.login === undefined || file.dev.R_seed === undefined) return
  const { origin, t, signature } = file.login
  const challenge = fromHex(file.login.challenge)
  const key = provider.importSigning(fromHex(file.dev.R_seed))
  const answer = await signLogin(provider, key, origin, { challenge, t })
  yield { path: 'login.signature', expected: signature, got: toHex(answer.signature) }
  await verifyLogin(provider, answer, { origin, challenge, t, now: t })
}

async function* auditChecks({ file, host }: World): AsyncGenerator<Check> {
  if (file.audit === undefined) return
  let head = emptyAudit()
  for (const [i, body] of file.audit.bodies.entries()) {
    head = nextHead(provider, head, utf8(body))
    yield { path: `audit.heads[${i}]`, expected: file.audit.heads[i], got: toHex(head.head) }
  }
  const signed = await signHead(provider, host.sign, head)
  yield { path: 'audit.signature', expected: file.audit.signature, got: toHex(signed.signature) }
  await verifyHead(provider, host.signKey, signed)
}

const SECTIONS: readonly (readonly [string, (world: World) => AsyncGenerator<Check>])[] = [
  ['host', identityChecks],
  ['connect', connectChecks],
  ['pair', pairingChecks],
  ['approval', approvalChecks],
  ['certificate', certificateChecks],
  ['link', linkChecks],
  ['login', loginChecks],
  ['audit', auditChecks],
]

/** One section's name and its checks, in the order of the file. */
export function* sections(world: World): Generator<readonly [string, AsyncGenerator<Check>]> {
  for (const [name, run] of SECTIONS) yield [name, run(world)]
}
