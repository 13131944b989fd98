import { expect, it } from 'vitest'
import { Close } from '../protocol/close.ts'
import { MAX_JOINS } from '../transport/limits.ts'
import { newRelayIdentity } from './relay-identity.ts'
import { newName, numbered } from './transport-parties.ts'
import { at, type Stage } from './transport-stage.ts'
import { until } from './until.ts'

/** What a transport does for a device that the host does not know yet. */
export const pairingCases = ({ mallory, hostUp, pairing, arrived }: Stage): void => {
  it('opens a pairing rendezvous to a device that the host does not know', async () => {
    const host = await hostUp([])
    const pid = newName()
    await host.line.openPairing(pid, Date.now() + 60_000)
    const line = await pairing(pid, mallory, numbered(1))
    await until(() => host.pipes[0]?.messages.length === 1, 'the first message')
    expect(at(host.pipes, 0).pipe).toMatchObject({ key: mallory.key, pid })
    expect(at(line.pipes, 0).sentFirst).toBe(true)
    at(host.pipes, 0).pipe.send(numbered(2))
    await arrived(at(line.pipes, 0), 1)
    at(host.pipes, 0).pipe.close(Close.done, 'paired')
    await until(() => line.end !== undefined, 'the end of the pairing line')
    expect(line.end?.code).toBe(Close.done)
  })

  it('lets a second device reach the same rendezvous, and bounds how many', async () => {
    const host = await hostUp([])
    const pid = newName()
    await host.line.openPairing(pid, Date.now() + 60_000)
    for (let i = 0; i < MAX_JOINS; i++) await pairing(pid, newRelayIdentity())
    await until(() => host.pipes.length === MAX_JOINS, 'every join at the host')
    await expect(pairing(pid)).rejects.toMatchObject({ code: 'relay.too_many' })
  })

  it('refuses a pairing that is unknown, expired or closed', async () => {
    const host = await hostUp([])
    const [expired, closed] = [newName(), newName()]
    await host.line.openPairing(expired, Date.now() - 1)
    await host.line.openPairing(closed, Date.now() + 60_000)
    await host.line.closePairing(closed)
    for (const pid of [newName(), expired, closed]) {
      await expect(pairing(pid)).rejects.toMatchObject({ code: 'relay.pairing_unknown' })
    }
  })

  it('keeps a pairing pipe that was open when its rendezvous closed', async () => {
    const host = await hostUp([])
    const pid = newName()
    await host.line.openPairing(pid, Date.now() + 60_000)
    const line = await pairing(pid)
    await until(() => line.pipes.length === 1 && host.pipes.length === 1, 'a pipe')
    await host.line.closePairing(pid)
    at(host.pipes, 0).pipe.send(numbered(1))
    await arrived(at(line.pipes, 0), 1)
  })

  it('ends a pairing when its host leaves', async () => {
    const host = await hostUp([])
    const pid = newName()
    await host.line.openPairing(pid, Date.now() + 60_000)
    const line = await pairing(pid)
    await until(() => line.pipes.length === 1, 'a pipe')
    host.line.close()
    await until(() => line.end !== undefined, 'the end')
    expect(line.end?.code).toBe(Close.peerGone)
  })
}
