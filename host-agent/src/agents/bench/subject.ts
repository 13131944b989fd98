import { driverSide } from './driver-side.ts'
import { sdkAcpSide } from './sdk-acp.ts'
import { sdkOpencodeSide } from './sdk-opencode.ts'
import type { Figures, Place, Side } from './side.ts'

export type { AgentUnderTest, Figures } from './side.ts'

/** Short turns of which the median counts. */
const WARM_TURNS = 25
/** Words of a long answer, each a piece of text: sent as fast as the agent can. */
const WORDS = 2_000
const MB = 1024 * 1024

/**
 * A process under test, as a program: `subject.js driver|sdk PLACE-AS-JSON` prints its figures as one line of JSON.
 * It does nothing else, so that its CPU time and memory are those of its side. Needs --expose-gc.
 */
const [kind = '', json = '{}'] = process.argv.slice(2)
const place = JSON.parse(json) as Place

function open(): Promise<Side> {
  if (kind === 'driver') return driverSide(place)
  return place.agent === 'opencode' ? sdkOpencodeSide(place) : sdkAcpSide(place)
}

/** Runs a turn; ms from its prompt to the model's first word: Codex says a warning of its own before. */
async function firstText(side: Side, prompt: string): Promise<number> {
  const start = performance.now()
  let first: number | null = null
  await side.turn(prompt, (text) => {
    if (text.includes('w0')) first ??= performance.now() - start
  })
  if (first === null) throw new Error('No text came.')
  return first
}

async function measure(): Promise<Figures> {
  const start = performance.now()
  const side = await open()
  try {
    const opened = performance.now() - start
    const coldMs = opened + (await firstText(side, '[[text n=3]]'))
    await firstText(side, `[[text n=${WORDS}]] warming up`)
    const warm: number[] = []
    for (let n = 0; n < WARM_TURNS; n++) warm.push(await firstText(side, `[[text n=3]] ${n}`))
    const before = process.cpuUsage()
    await firstText(side, `[[text n=${WORDS}]]`)
    const { user, system } = process.cpuUsage(before)
    globalThis.gc?.()
    return {
      coldMs,
      warmMs: warm.toSorted((a, b) => a - b)[Math.floor(WARM_TURNS / 2)] ?? Number.NaN,
      cpuUs: (user + system) / WORDS,
      memoryMb: process.memoryUsage.rss() / MB,
    }
  } finally {
    await side.close()
  }
}

const figures = await measure()
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0))
