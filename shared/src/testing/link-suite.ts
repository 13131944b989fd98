import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeProvider } from '../crypto/provider/node.ts'
import type { FollowUpdate, Link } from '../link/index.ts'
import { type EventBody, replay, type SessionEvent } from '../session/index.ts'
import type { Transport } from '../transport/index.ts'
import { fastClock, introduce, linkOf, newDevice, type TestDevice } from './link-world.ts'
import { ScriptedHost } from './scripted-host.ts'
import { newName } from './transport-parties.ts'
import { until } from './until.ts'

/** A relay and the network between it and devices. */
export interface LinkRig {
  readonly origin: string
  /** For the host. */
  readonly host: Transport
  /** For devices; goes through the network that `cut` breaks. */
  readonly device: Transport
  /** Origin that devices dial. */
  readonly deviceOrigin: string
  /** Breaks every device's connection without a word. */
  cut(): void
  close(): Promise<void>
}

const text = (word: string): EventBody => ({ type: 'text', turn: 1, block: 0, kind: 'message', text: word })

const beginning: EventBody[] = [
  {
    type: 'prompt.admitted',
    at: 1,
    turn: 1,
    prompt: '11'.repeat(16),
    content: [{ type: 'text', text: 'hi' }],
    agent: 'opencode',
    by: null,
  },
  { type: 'turn.moved', at: 2, turn: 1, to: 'starting' },
  { type: 'turn.moved', at: 3, turn: 1, to: 'running' },
]

/** What a device applied, checked as it goes: every event exactly once, in order. */
class Reader {
  readonly seqs: number[] = []
  readonly problems: string[] = []
  state: ReturnType<Link['follow']>['state'] = null
  caughtUp = 0

  readonly tell = (update: FollowUpdate): void => {
    if (update.type === 'snapshot') this.#jump(update.state.seq)
    else if (update.type === 'events') for (const { seq } of update.events) this.#step(seq)
    else if (update.type === 'caught-up') this.caughtUp += 1
    else if (update.type === 'ended') this.problems.push(update.error.code)
    if ('state' in update) this.state = update.state
  }

  #jump(seq: number): void {
    if (this.seqs.length > 0) this.problems.push(`a second snapshot at ${seq}`)
    this.seqs.push(seq)
  }

  #step(seq: number): void {
    const due = (this.seqs.at(-1) ?? 0) + 1
    if (seq !== due) this.problems.push(`event ${seq} where ${due} was due`)
    this.seqs.push(seq)
  }
}

/** What a link promises (docs/invariants), whatever carries it. */
export const linkSuite = (name: string, makeRig: () => Promise<LinkRig>): void => {
  describe(`link: ${name}`, () => {
    const provider = createNodeProvider()
    const session = newName()
    let rig: LinkRig
    let host: ScriptedHost
    let alice: TestDevice
    const links: Link[] = []

    const open = async (device: TestDevice): Promise<Link> => {
      const paired = await introduce(host, device, rig.deviceOrigin)
      const link = await linkOf(device, paired, provider, rig.device, { clock: fastClock(20) })
      links.push(link)
      return link
    }

    beforeEach(async () => {
      rig = await makeRig()
      host = await ScriptedHost.create(provider)
      host.session(session)
      alice = await newDevice(provider, 'alice')
    })
    afterEach(async () => {
      for (const link of links.splice(0)) link.close()
      host.close()
      await rig.close()
    })

    const connected = async (): Promise<Link> => {
      const link = await open(alice)
      await host.connect(rig.host, rig.origin)
      await link.live()
      return link
    }

    it('becomes live when the host comes, and knows projects, sessions and legs', async () => {
      const link = await connected()
      expect(link.overview.value.sessions.map(({ id }) => id)).toEqual([session])
      expect(link.overview.value.host?.name).toBe('workstation')
      await until(
        () => link.status().host.latency !== null && link.status().relay.latency !== null,
        'latencies',
      )
      expect(link.status()).toMatchObject({
        connection: 'live',
        relay: { state: 'up' },
        host: { state: 'up' },
      })
    })

    it('says that the host is away while the relay answers', async () => {
      const link = await connected()
      host.disconnect()
      await until(() => link.status().connection === 'waiting', 'the host to be missed')
      expect(link.status()).toMatchObject({ relay: { state: 'up' }, host: { state: 'down' } })
      await host.connect(rig.host, rig.origin)
      await link.live()
    })

    it('gives the same text and every event once, wherever the connection is cut', async () => {
      const link = await connected()
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ word: fc.string({ maxLength: 8 }), cut: fc.nat({ max: 19 }) }), {
            minLength: 5,
            maxLength: 60,
          }),
          async (steps) => {
            const id = newName()
            host.session(id)
            host.append(id, ...beginning)
            const reader = new Reader()
            const following = link.follow(id, reader.tell)
            for (const { word, cut } of steps) {
              host.append(id, text(word))
              if (cut === 0) rig.cut()
              if (cut < 7) await Promise.resolve()
            }
            const log = host.logs.get(id) ?? []
            await until(() => reader.state?.seq === log.length, 'the last event')
            following.close()
            expect(reader.problems).toEqual([])
            expect(reader.state).toEqual(replay(null, log))
          },
        ),
        { numRuns: 20 },
      )
    })

    it('resumes from its cursor: what was seen before a cut is not sent again', async () => {
      const link = await connected()
      const reader = new Reader()
      link.follow(session, reader.tell)
      await until(() => reader.caughtUp === 1, 'the head')
      host.append(session, ...beginning, text('one'))
      await until(() => reader.state?.seq === 5, 'the first events')
      rig.cut()
      host.append(session, text(' two'))
      await until(() => reader.state?.seq === 6, 'the event that was missed')
      expect(reader.problems).toEqual([])
      const asked = host.received.flatMap((message) => (message.t === 'subscribe' ? [message.after] : []))
      expect(asked).toEqual([null, 5])
    })

    it('asks again where an event is missing, and shows no gap', async () => {
      const link = await connected()
      const reader = new Reader()
      link.follow(session, reader.tell)
      await until(() => reader.caughtUp === 1, 'the head')
      const log = host.logs.get(session)
      log?.push({ ...(beginning[0] as EventBody), seq: 2 } as SessionEvent)
      const events = [{ ...(beginning[1] as EventBody), seq: 3 } as SessionEvent]
      log?.push(...events)
      for (const channel of host.channels) channel.skip(session, 1)
      host.append(session, ...beginning.slice(2))
      await until(() => reader.state?.seq === 4, 'the repaired log')
      expect(reader.problems).toEqual([])
    })

    it('keeps a prompt while the host is away, and delivers it once', async () => {
      const link = await open(alice)
      const { outcome } = await link.prompt(session, [{ type: 'text', text: 'later' }])
      expect(await alice.outbox.list()).toHaveLength(1)
      await host.connect(rig.host, rig.origin)
      expect(await outcome).toEqual({ state: 'admitted', turn: 1 })
      await until(() => link.outbox.value.length === 0, 'an empty outbox')
      expect(await alice.outbox.list()).toEqual([])
    })

    it('sends a prompt again when the answer was lost, and it is admitted once', async () => {
      const link = await connected()
      let losses = 3
      host.behave = (message) => {
        if (message.t !== 'prompt' || losses === 0) return false
        losses -= 1
        rig.cut()
        return losses % 2 === 0
      }
      const { outcome } = await link.prompt(session, [{ type: 'text', text: 'once' }])
      await outcome
      expect(host.logs.get(session)?.filter(({ type }) => type === 'prompt.admitted')).toHaveLength(1)
      expect(host.received.filter(({ t }) => t === 'prompt').length).toBeGreaterThan(1)
    })

    it('takes a refused prompt out of the outbox and says why', async () => {
      const link = await connected()
      const { outcome } = await link.prompt(newName(), [{ type: 'text', text: 'where to?' }])
      expect(await outcome).toMatchObject({ state: 'refused', error: { code: 'host.unknown_session' } })
      await until(() => link.outbox.value.length === 0, 'an empty outbox')
    })

    it('ends a call whose channel is cut with link.lost, and one that nobody answers with link.timeout', async () => {
      const link = await connected()
      host.behave = (message) => {
        if (message.t === 'stop') rig.cut()
        return message.t === 'stop' || message.t === 'withdraw'
      }
      await expect(link.call('stop', { session, turn: 1 })).rejects.toMatchObject({ code: 'link.lost' })
      await link.live()
      await expect(link.call('withdraw', { session, turn: 1 }, 2_000)).rejects.toMatchObject({
        code: 'link.timeout',
      })
    })

    it('is over when the host says in the channel that the device was revoked', async () => {
      const link = await connected()
      host.broadcast({ t: 'revoked' })
      await until(() => link.status().connection === 'revoked', 'the end')
      await expect(link.call('stop', { session, turn: 1 })).rejects.toMatchObject({ code: 'link.revoked' })
    })

    it('does not talk to a host that can’t prove its keys', async () => {
      const other = await ScriptedHost.create(provider)
      const paired = await introduce(host, alice, rig.deviceOrigin)
      const { dhKey, signKey, id } = await introduce(other, alice, rig.deviceOrigin).then(({ host }) => host)
      const impostor = { ...paired, host: { ...paired.host, id, dhKey, signKey } }
      Object.defineProperty(host, 'id', { value: other.id })
      await host.connect(rig.host, rig.origin)
      const link = await linkOf(alice, impostor, provider, rig.device, { clock: fastClock(20) })
      links.push(link)
      await until(() => link.status().error !== null, 'the failure')
      expect(['link.handshake', 'relay.refused']).toContain(link.status().error?.code)
      expect(host.received).toEqual([])
    })
  })
}
