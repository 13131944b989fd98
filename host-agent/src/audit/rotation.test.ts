import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  fromHex,
  generateIdentity,
  type LocalIdentity,
  signCertificate,
  signDecision,
  toHex,
} from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { Choice } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Audit } from './api.ts'
import { archives } from './archive.ts'
import { hashed } from './hash.ts'
import { verifyHome } from './home.ts'
import { openAudit } from './log.ts'

const provider = createNodeProvider()
const NOW = 1_000
const EXPIRES = 2_000
const HASH = 'cd'.repeat(64)

let home: string
let host: LocalIdentity
let asked: number

beforeEach(async () => {
  home = fs.mkdtempSync(join(tmpdir(), 'hearth-rotation-'))
  host = await generateIdentity(provider)
  asked = 0
})
afterEach(() => fs.rmSync(home, { recursive: true, force: true }))

const open = (): Promise<Audit> => openAudit({ provider, host, home, rotateAt: 16_000, now: () => NOW })

const pair = async (audit: Audit): Promise<LocalIdentity> => {
  const device = await generateIdentity(provider)
  const certificate = await signCertificate(provider, host.sign, {
    ...{ hostId: host.id, device, relayKey: device.signKey, createdAt: 1, expiresAt: 9_000 },
    ...{ permBits: 7, riskMax: 3 },
  })
  const name = 'somebody'
  await audit.append({ type: 'paired', device: toHex(device.id), name, certificate: toHex(certificate) })
  return device
}

/** A request, its offer, and the decision that `device` signs, or that `signer` signs in its name. */
const decide = async (audit: Audit, device: LocalIdentity, signer = device): Promise<void> => {
  asked += 1
  const request = asked.toString(16).padStart(32, '0')
  const nonce = new Uint8Array(32).fill(asked)
  const by = toHex(device.id)
  audit.note({
    ...{ type: 'request', request, session: '5e'.repeat(16), turn: 1, agent: 'opencode' },
    ...{ kind: 'permission', reqHash: HASH, risk: 2, title: 'npm test', policy: null },
  })
  audit.note({ type: 'offer', request, device: by, nonceHash: hashed(provider, nonce), expiresAt: EXPIRES })
  const decision = await signDecision(provider, signer.sign, {
    ...{
      hostId: host.id,
      deviceId: device.id,
      sid: new Uint8Array(32).fill(5),
      reqId: fromHex(request),
      nonce,
    },
    ...{ reqHash: fromHex(HASH), choice: 'allow-once', stepUp: 'none', decidedAt: NOW, expiresAt: EXPIRES },
    ...{ counter: asked, ruleHash: new Uint8Array(32) },
  })
  const choice = Choice.allowOnce
  await audit.append({
    type: 'decision',
    request,
    reqHash: HASH,
    device: by,
    choice,
    decision: toHex(decision),
  })
  audit.note({ type: 'settled', request, outcome: 'allowed', by, rule: null })
}
const verdict = async () => (await verifyHome(provider, host, home)).verdict

it('decisions of those who paired before and after a file was put away are verified, together and by the last file alone', async () => {
  const audit = await open()
  const alice = await pair(audit)
  while (archives(home).length < 2) await decide(audit, alice)
  const before = asked
  const bob = await pair(audit)
  await decide(audit, alice)
  await decide(audit, bob)
  await audit.close()
  expect(await verdict()).toMatchObject({ from: 1, decisions: before + 2, bad: null })
  const files = archives(home)
  for (const { path } of files) fs.rmSync(path)
  const alone = await verdict()
  expect(alone).toMatchObject({ from: (files.at(-1)?.last ?? 0) + 1, bad: null })
  expect(alone.decisions).toBeGreaterThanOrEqual(2)
})

it('one that was signed by another is found out by the last file alone: its device’s certificate came along', async () => {
  const audit = await open()
  const alice = await pair(audit)
  while (archives(home).length < 1) await decide(audit, alice)
  await decide(audit, alice, await generateIdentity(provider))
  const at = audit.head.index
  await audit.close()
  for (const { path } of archives(home)) fs.rmSync(path)
  expect((await verdict()).bad).toMatchObject({ entry: at })
})

it('whoever was revoked before is not carried along, and can’t have decided in a later file', async () => {
  const audit = await open()
  const alice = await pair(audit)
  const bob = await pair(audit)
  await audit.append({ type: 'revoked', device: toHex(bob.id), policyEpoch: 2, by: null })
  while (archives(home).length < 1) await decide(audit, alice)
  expect(fs.readFileSync(join(home, 'audit.log'), 'utf8')).not.toContain(toHex(bob.id))
  await decide(audit, bob)
  await audit.close()
  expect((await verdict()).bad).not.toBeNull()
})
