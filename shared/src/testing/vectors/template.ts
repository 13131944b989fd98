import { utf8 } from '../../crypto/bytes.ts'
import { PERMISSION } from '../../crypto/certificate.ts'
import { DECISION_BUCKET, RATCHET_FRAMES } from '../../crypto/limits.ts'
import { toHex } from '../../crypto/text.ts'
import type { VectorFields, VectorFile } from './file.ts'
import { seededSource } from './stream.ts'
import { provider } from './world.ts'

const NOW = 1_800_000_000_000
const OFFER_MS = 120_000
const ZERO_32 = '00'.repeat(32)

const content = (text: string) => toHex(utf8(text))

/** The project's own vector file with every input set and every output still empty. */
export function vectorTemplate(name: string): VectorFile {
  const draw = (role: string, skip = 0) => seededSource(provider, `${name} ${role}`, skip)
  const host = draw('host')
  const device = draw('device')
  const extra = draw('extra')
  const hex = (source: (n: number) => Uint8Array, length: number) => toHex(source(length))
  const keys = (source: (n: number) => Uint8Array) => ({
    S_sk: hex(source, 32),
    S_pk: '',
    A_seed: hex(source, 32),
    A_pk: '',
    id: '',
    fp: '',
  })
  const [hostKeys, deviceKeys] = [keys(host), keys(device)]
  const fields = (choice: VectorFields['choice'], counter: number): VectorFields => ({
    reqId: hex(extra, 16),
    nonce: hex(extra, 32),
    choice,
    stepUp: 'none',
    decidedAt: NOW + counter * 1000,
    expiresAt: NOW + OFFER_MS,
    counter,
    ruleHash: choice === 'allow-rule' ? hex(extra, 32) : ZERO_32,
  })
  const first = fields('allow-once', 1)
  const more = [
    fields('deny', 2),
    fields('allow-rule', 3),
    { ...fields('allow-once', 4), stepUp: 'webauthn' as const },
  ]
  const frame = (dir: 'd2h' | 'h2d', n: number, text: string) => ({
    dir,
    n,
    content: content(text),
    frame: '',
  })
  return {
    note: 'hearth/1 vectors; every random value is drawn from SHA-512(seed || u32 n), seeds "<name> host" and "<name> device", in the order of docs/protocol.md, "Vectors"',
    name,
    host: hostKeys,
    dev: { ...deviceKeys, R_seed: hex(extra, 32), R_pk: '' },
    connect: {
      room: hex(extra, 16),
      e_d_sk: hex(device, 32),
      hello: { protoMin: 1, protoMax: 3, caps: 5, deviceTime: NOW, random: hex(extra, 16) },
      welcome: {
        proto: 2,
        policyEpoch: 7,
        hostTime: NOW + 40,
        bootId: hex(extra, 16),
        random: hex(extra, 16),
      },
      msg1: '',
      msg2: '',
      sid: '',
      k_d2h: '',
      k_h2d: '',
      exporter: '',
    },
    frames: [
      frame('d2h', 0, '{"t":"hello"}'),
      frame('h2d', 0, '{"t":"ready"}'),
      { ...frame('d2h', 1, 'allow'), minBucket: DECISION_BUCKET },
      { ...frame('h2d', 1, ''), type: 'ack' },
      frame('h2d', 2, 'x'.repeat(60)),
      frame('h2d', 3, 'x'.repeat(61)),
      frame('d2h', RATCHET_FRAMES - 1, 'last before the ratchet'),
      frame('d2h', RATCHET_FRAMES, 'first behind the ratchet'),
      frame('d2h', RATCHET_FRAMES + 1, 'second behind the ratchet'),
      frame('d2h', 2 * RATCHET_FRAMES, 'behind the second ratchet'),
      { ...frame('h2d', 4, ''), type: 'close' },
    ],
    pair: {
      secret: hex(extra, 32),
      pid: '',
      psk: '',
      p1: '',
      p2: '',
      p3: '',
      sas: '',
      sasHost: '',
      lens: [],
    },
    approval: {
      reqBytes: JSON.stringify({ v: 1, tool: 'bash', argv: ['git', 'push'], cwd: '/home/alice/x', risk: 3 }),
      reqHash: '',
      decision: '',
      fields: first,
      auditBody: JSON.stringify({ i: 1, prev: '00'.repeat(64), t: NOW + 1000, kind: 'decision' }),
      auditHead: '',
    },
    decisions: more.map((given) => ({ fields: given, bytes: '' })),
    certificate: {
      createdAt: NOW,
      expiresAt: NOW + 86_400_000,
      permBits: PERMISSION.read | PERMISSION.prompt | PERMISSION.decide,
      riskMax: 2,
      bytes: '',
    },
    link: {
      app: 'https://app.hearth.test',
      relay: 'https://relay.hearth.test',
      expiresAt: 1_800_000_600,
      url: '',
    },
    login: { origin: 'https://relay.hearth.test', challenge: hex(extra, 32), t: NOW, signature: '' },
    audit: { bodies: ['{"i":1}', '{"i":2}', '{"i":3}'], heads: [], signature: '' },
  }
}
