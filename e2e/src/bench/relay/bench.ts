import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import type { Row } from '../row.ts'
import { type Clients, type MakeClients, relayClients, wsClients } from './clients.ts'
import { Subject } from './spawn.ts'

/** Bytes of a frame that carries one token: the smallest bucket, its seal and header, and some. */
const FRAME = 200
const IN_FLIGHT = 256
const MESSAGES = 100_000
/** Devices of one host: what a device list may hold. */
const DEVICES = 250
const HOSTS = 8
const IDLE = DEVICES * HOSTS

/** Sends `count` messages with at most `window` under way; resolves when the receiver has them all. */
const pump = (clients: Clients, count: number, window: number): Promise<void> =>
  new Promise((resolve) => {
    let sent = 0
    let got = 0
    // Refilling at half a window lets both ends work in batches, as they do under load.
    const refill = Math.max(1, window / 2)
    const fill = () => {
      const more = Math.min(count - sent, window - (sent - got))
      sent += more
      clients.send(more, FRAME)
    }
    clients.onReceived(() => {
      got++
      if (got === count) resolve()
      else if (sent < count && sent - got <= window - refill) fill()
    })
    fill()
  })

/** Resident KB per idle connection, in a process that has done nothing else. */
const idleMemory = async (kind: 'relay' | 'ws', folder: string, make: MakeClients): Promise<number> => {
  const subject = await Subject.start(kind, folder)
  try {
    ;(await make(subject.port, DEVICES)).close()
    const before = await subject.read()
    const clients = []
    for (let n = 0; n < HOSTS; n++) clients.push(await make(subject.port, DEVICES))
    const after = await subject.read()
    for (const one of clients) one.close()
    return (after.rss - before.rss) / 1024 / IDLE
  } finally {
    await subject.stop()
  }
}

/** Relay CPU per routed frame and memory per idle connection, against a bare ws server. */
export const relayBench: Bench = async ({ rounds, say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const saturated: Row['rounds'][number][] = []
  const single: Row['rounds'][number][] = []
  say('  idle memory')
  const idle = [
    {
      ours: await idleMemory('relay', folder, relayClients),
      baseline: await idleMemory('ws', folder, wsClients),
    },
  ]
  const relay = await Subject.start('relay', folder)
  const ws = await Subject.start('ws', folder)
  try {
    const cpu = async (subject: Subject, make: MakeClients, count: number, window: number) => {
      const clients = await make(subject.port, 1)
      await pump(clients, 2_000, window)
      const before = await subject.read()
      await pump(clients, count, window)
      const after = await subject.read()
      clients.close()
      return (after.cpuUs - before.cpuUs) / count
    }
    for (let round = 1; round <= rounds; round++) {
      say(`  round ${round}`)
      saturated.push({
        ours: 1e6 / (await cpu(relay, relayClients, MESSAGES, IN_FLIGHT)),
        baseline: 1e6 / (await cpu(ws, wsClients, MESSAGES, IN_FLIGHT)),
      })
      single.push({
        ours: await cpu(relay, relayClients, MESSAGES / 20, 1),
        baseline: await cpu(ws, wsClients, MESSAGES / 20, 1),
      })
    }
  } finally {
    await relay.stop()
    await ws.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const server = 'login and routing on, 200-byte frames'
  return [
    {
      metric: `Relay, saturated, 1 receiver (${server})`,
      ratio: 'frames per second of CPU, ours / bare ws; higher is better',
      better: 'higher',
      goal: 1.5,
      unit: 'frames/s',
      rounds: saturated,
    },
    {
      metric: 'Relay, one frame in flight',
      ratio: 'CPU per frame, ours / bare ws; lower is better',
      better: 'lower',
      goal: 1.3,
      unit: 'µs',
      rounds: single,
    },
    {
      metric: `Relay, memory per idle device (${IDLE} connections, once)`,
      ratio: 'resident memory, ours / bare ws; lower is better',
      better: 'lower',
      goal: 3.2,
      unit: 'KB',
      rounds: idle,
    },
  ]
}
