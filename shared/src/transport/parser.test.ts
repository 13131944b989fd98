import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HearthError } from '../protocol/error.ts'
import { MAX_CONTROL, MAX_CONTROL_DEPTH } from './limits.ts'
import { FRAME, type Packet, PacketType, type Parser } from './parser.ts'
import { clientParser, relayParser } from './relay-wire.ts'

const decode = (parser: Parser, message: unknown): Packet[] => {
  const seen: Packet[] = []
  const decoder = new parser.Decoder()
  decoder.on('decoded', (packet) => seen.push(packet))
  decoder.add(message)
  return seen
}
const protocolError = expect.objectContaining({ code: 'relay.protocol' })

describe('the parser (F22, Z1, Z2)', () => {
  it('sends a frame as its bytes alone, and a client reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const sent = new clientParser.Encoder().encode({ type: PacketType.event, data: [FRAME, bytes] })
        expect(sent).toEqual([bytes])
        expect(decode(clientParser, sent[0])).toEqual([
          { type: PacketType.event, nsp: '/', data: [FRAME, bytes] },
        ])
        expect(decode(clientParser, Buffer.from(bytes))).toEqual(decode(clientParser, bytes.slice().buffer))
      }),
    )
  })

  it('leaves binary messages to the relay’s connection', () => {
    expect(decode(relayParser, new Uint8Array(5))).toEqual([])
  })

  it('reads back what it wrote', () => {
    const packets: Packet[] = [
      { type: PacketType.connect, nsp: '/', data: { v: 1 } },
      { type: PacketType.connect, nsp: '/' },
      { type: PacketType.disconnect, nsp: '/' },
      { type: PacketType.event, nsp: '/', data: ['shut', { pipe: 1 }] },
      { type: PacketType.ack, nsp: '/', data: [{ ok: true }], id: 12 },
      { type: PacketType.refusal, nsp: '/', data: { message: 'no' } },
    ]
    for (const packet of packets) {
      const [text] = new clientParser.Encoder().encode(packet)
      expect(decode(clientParser, text)).toEqual([packet])
    }
    const [question] = new clientParser.Encoder().encode({
      type: PacketType.event,
      data: ['probe', {}],
      id: 3,
    })
    expect(decode(relayParser, question)).toEqual([
      { type: PacketType.event, nsp: '/', data: ['probe', {}], id: 3 },
    ])
  })

  it.each([
    ['an unknown event', '2["subscribe",{}]'],
    ['an event named like a prototype', '2["__proto__",{}]'],
    ['an event named constructor', '2["constructor",{}]'],
    ['an event of socket.io itself', '2["disconnect"]'],
    ['a frame as text', '2["frame","abc"]'],
    ['a third argument', '2["probe",{},{}]'],
    ['an event name that is no string', '2[7]'],
    ['an acknowledgement to a relay', '31[{}]'],
    ['a refusal to a relay', '4{}'],
    ['binary packets with attachments', '51-["probe",{"_placeholder":true,"num":0}]'],
    ['a million attachments', '51000000-["probe"]'],
    ['another namespace', '0/admin,{}'],
    ['a connect with a list', '0[]'],
    ['a disconnect with data', '1{}'],
    ['an endless id', `2${'9'.repeat(400)}["probe"]`],
    ['a key that reaches a prototype', '2["probe",{"__proto__":{"admin":true}}]'],
    ['a key that reaches a constructor', '0{"v":1,"a":[{"constructor":1}]}'],
    ['a key twice', '0{"v":1,"v":1}'],
    ['a key twice, deep inside and spelt in two ways', '0{"v":[{"a:b":"c:d","w":1,"\\u0077":2}]}'],
    ['no JSON', '2["probe",'],
    ['nothing', ''],
    ['a lie', 'hello'],
    ['too many characters', `0{"v":"${'x'.repeat(MAX_CONTROL)}"}`],
    ['too many levels', `0{"v":${'['.repeat(MAX_CONTROL_DEPTH)}${']'.repeat(MAX_CONTROL_DEPTH)}}`],
    ['a million levels', `0${'['.repeat(1_000_000)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => decode(relayParser, text)).toThrow(protocolError)
  })

  it('takes the deepest and longest that are allowed', () => {
    const inner = MAX_CONTROL_DEPTH - 1
    expect(decode(relayParser, `0{"v":${'['.repeat(inner)}${']'.repeat(inner)}}`)).toHaveLength(1)
    expect(decode(relayParser, '0{"a:b":"\\":\\\\","w":[{"w":{}}]}')).toHaveLength(1)
    expect(decode(relayParser, `0{"v":"${'[{'.repeat(MAX_CONTROL_DEPTH)}\\""}`)).toHaveLength(1)
  })

  it('answers anything at all with a packet or that one error', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json().map((json) => `2${json}`),
      fc.array(fc.anything()).map((data) => `2${JSON.stringify(['probe', ...data.slice(0, 1)]) ?? ''}`),
      fc.uint8Array(),
      fc.anything(),
    )
    fc.assert(
      fc.property(anything, (message) => {
        try {
          decode(relayParser, message)
        } catch (error) {
          expect(error).toBeInstanceOf(HearthError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
