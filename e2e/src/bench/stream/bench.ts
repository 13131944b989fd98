import type { Device } from '../../world/device.ts'
import { World } from '../../world/world.ts'
import type { Bench } from '../bench.ts'
import { lower, type Row } from '../row.ts'
import { median } from '../stats.ts'
import { type Direct, openDirect } from './opencode.ts'
import { Words } from './words.ts'

const TOKENS = 150
/** Between two tokens, ms: 50 a second, as a good model streams. */
const DELAY = 20
/** And as fast as models get: about 400 a second. */
const FAST_TOKENS = 600
const FAST_DELAY = 2

/** Text as the device gets it, from the same turn that `direct` reads from opencode itself. */
interface Rig {
  readonly world: World
  readonly direct: Direct
  readonly sent: Words
  readonly read: Words
  readonly seen: Words
  /** Runs a prompt through Hearth, in the session with long answers, until it has ended. */
  stream(prompt: string): Promise<void>
  /** The same in a session of short turns; resolves to ms until the first text. */
  turn(prompt: string): Promise<number>
  /** Runs a prompt at opencode directly, in a session of short turns; resolves to ms until the first text. */
  directTurn(prompt: string): Promise<number>
}

/** A new session in the main checkout; gives how to run a prompt in it until it has ended. */
const follow = async (
  device: Device,
  onText: (text: string) => void,
): Promise<(prompt: string) => Promise<void>> => {
  const session = await device.newSession('main')
  const ended = new Map<number, () => void>()
  device.link.follow(session, (update) => {
    if (update.type !== 'events') return
    for (const event of update.events) {
      if (event.type === 'text') onText(event.text)
      if (event.type === 'turn.settled') ended.get(event.turn)?.()
    }
  })
  let turns = 0
  return async (prompt) => {
    turns++
    const over = new Promise<void>((resolve) => ended.set(turns, resolve))
    await device.prompt(session, prompt)
    await over
  }
}

const makeRig = async (): Promise<Rig> => {
  const [sent, read, seen] = [new Words(), new Words(), new Words()]
  const world = await World.start({
    onPiece: (piece) => {
      if (piece.kind === 'text') sent.take(piece.text)
    },
  })
  try {
    const alice = await world.device('alice')
    const long = await follow(alice, (text) => seen.take(text))
    let first: () => void = () => undefined
    const short = await follow(alice, () => first())
    await long('[[text n=3]]')
    await short('[[text n=3]]')
    const direct = await openDirect(world)
    const own = await direct.newSession(world.repository)
    let firstDirect: () => void = () => undefined
    direct.onText((of, text) => {
      if (of === own) firstDirect()
      else read.take(text)
    })
    const directTurn = async (prompt: string) => {
      const start = performance.now()
      const got = new Promise<number>((resolve) => {
        firstDirect = () => resolve(performance.now() - start)
      })
      const idle = direct.idle(own)
      await direct.prompt(own, prompt)
      await idle
      return got
    }
    await directTurn('[[text n=3]]')
    return {
      world,
      direct,
      sent,
      read,
      seen,
      stream: async (prompt) => {
        for (const words of [sent, read, seen]) words.clear()
        await long(prompt)
      },
      turn: async (prompt) => {
        const start = performance.now()
        const got = new Promise<number>((resolve) => {
          first = () => resolve(performance.now() - start)
        })
        await short(prompt)
        return got
      },
      directTurn,
    }
  } catch (error) {
    return world.fail(error)
  }
}

/** What Hearth adds between opencode and a device: time per delta, time to the first, bytes per token. */
export const streamBench: Bench = async ({ rounds, say }) => {
  const rig = await makeRig()
  const delta: Row['rounds'][number][] = []
  const first: Row['rounds'][number][] = []
  const bytes: Row['rounds'][number][] = []
  const fastBytes: Row['rounds'][number][] = []
  try {
    const { world, sent, read, seen } = rig
    const counted = async (n: number, delay: number) => {
      const before = world.proxy.bytesToLast
      await rig.stream(`[[slow n=${n} delay=${delay}]]`)
      const text = Array.from({ length: n }, (_, word) => `w${word} `).join('').length
      return { ours: world.proxy.bytesToLast - before, baseline: text }
    }
    for (let round = 1; round <= rounds; round++) {
      say(`  round ${round}`)
      bytes.push(await counted(TOKENS, DELAY))
      delta.push({ ours: median(seen.after(sent)), baseline: median(read.after(sent)) })
      fastBytes.push(await counted(FAST_TOKENS, FAST_DELAY))
      first.push({ ours: await rig.turn('[[text n=3]]'), baseline: await rig.directTurn('[[text n=3]]') })
    }
  } finally {
    rig.direct.close()
    await rig.world.end()
  }
  const reading = 'at the device / at a reader of opencode’s own stream, same turn'
  return [
    lower(
      `Model to eye: a delta’s way, p50, ${Math.round(1000 / DELAY)} tokens/s`,
      reading,
      1.8,
      'ms',
      delta,
    ),
    lower('Warm turn: prompt to first text', 'through Hearth / directly to opencode', 2.2, 'ms', first),
    lower('Bytes on a device’s socket, 50 tokens/s', 'received bytes / bytes of text', 22, 'B', bytes),
    lower('The same at 400 tokens/s', 'received bytes / bytes of text', 8, 'B', fastBytes),
  ]
}
