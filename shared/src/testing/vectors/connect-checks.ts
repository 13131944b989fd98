import { answerConnect, startConnect } from '../../crypto/connect.ts'
import type { ConnectHello, ConnectWelcome } from '../../crypto/connect-messages.ts'
import { Channel } from '../../crypto/frame.ts'
import type { Role } from '../../crypto/frame-layout.ts'
import { BUCKETS } from '../../crypto/limits.ts'
import { createNodeProvider } from '../../crypto/provider/node.ts'
import { fromHex, toHex } from '../../crypto/text.ts'
import type { VectorFile } from './file.ts'
import { scriptedSource } from './stream.ts'
import { tap } from './tap.ts'
import { type Check, provider, type World } from './world.ts'

const ZERO = new Uint8Array(16)

function helloOf({ connect: { hello } }: VectorFile): ConnectHello {
  if (hello === undefined) return { protoMin: 0, protoMax: 0, caps: 0, deviceTime: 0, random: ZERO }
  return { ...hello, random: fromHex(hello.random) }
}

function welcomeOf({ connect: { welcome } }: VectorFile): ConnectWelcome {
  if (welcome === undefined) return { proto: 0, policyEpoch: 0, hostTime: 0, bootId: ZERO, random: ZERO }
  return { ...welcome, bootId: fromHex(welcome.bootId), random: fromHex(welcome.random) }
}

/** M1, M2, what both sides derive, then the frames. */
export async function* connectChecks(world: World): AsyncGenerator<Check> {
  const { file, host, device, hostRandom } = world
  const { connect } = file
  const room = fromHex(connect.room)
  const ephemeral = fromHex(connect.e_d_sk)
  // The stream's next 32 bytes are this ephemeral; the file states it, so that M1 can be checked without seeds.
  world.deviceRandom?.(32)
  const watched = tap(createNodeProvider(scriptedSource([ephemeral], provider.randomBytes)))
  const pending = await startConnect(watched.provider, { device, host, room }, helloOf(file))
  yield { path: 'connect.msg1', expected: connect.msg1, got: toHex(pending.message) }

  let answer = fromHex(connect.msg2)
  if (hostRandom === undefined) world.unchecked.push('connect.msg2 (opened only: seeds unknown)')
  else {
    const hostSide = createNodeProvider(hostRandom)
    const peers = { host, device, room }
    const done = await answerConnect(hostSide, peers, pending.message, () => welcomeOf(file))
    yield { path: 'connect.msg2', expected: connect.msg2, got: toHex(done.message) }
    yield { path: 'connect.sid', expected: connect.sid, got: toHex(done.sid) }
    answer = done.message
  }
  const session = await pending.finish(answer)
  yield { path: 'connect.sid', expected: connect.sid, got: toHex(session.sid) }
  yield { path: 'connect.exporter', expected: connect.exporter, got: toHex(session.exporter) }
  yield { path: 'connect.k_d2h', expected: connect.k_d2h, got: toHex(watched.derived('hearth1/d2h')) }
  yield { path: 'connect.k_h2d', expected: connect.k_h2d, got: toHex(watched.derived('hearth1/h2d')) }
  yield* frameChecks(world)
}

function channel(role: Role, toHost: string, toDevice: string): Channel {
  const [send, receive] = role === 'device' ? [toHost, toDevice] : [toDevice, toHost]
  const keys = { role, sendKey: fromHex(send), receiveKey: fromHex(receive), confirmed: true }
  return new Channel(provider, keys)
}

/** Seals up to each frame's number in its direction, compares, and lets the other side open it. */
async function* frameChecks({ file }: World): AsyncGenerator<Check> {
  const { k_d2h, k_h2d } = file.connect
  const device = channel('device', k_d2h, k_h2d)
  const host = channel('host', k_d2h, k_h2d)
  const sides = { d2h: { from: device, to: host, n: 0 }, h2d: { from: host, to: device, n: 0 } }
  for (const [i, given] of file.frames.entries()) {
    const side = sides[given.dir]
    for (; side.n < given.n; side.n++) side.to.open(side.from.seal(ZERO))
    const { type = 'data', minBucket = BUCKETS[0] } = given
    const sealed =
      type === 'close' ? side.from.close() : side.from.seal(fromHex(given.content), { type, minBucket })
    side.n += 1
    yield { path: `frames[${i}].frame`, expected: given.frame, got: toHex(sealed) }
    const { content } = side.to.open(sealed)
    yield { path: `frames[${i}].content`, expected: given.content, got: toHex(content) }
  }
}
