import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { Hearth } from '../src/world/hearth.ts'
import { confirmPairing, digitsOf, HostPairing } from '../src/world/pairing.ts'
import type { Proc } from '../src/world/process.ts'
import { makeSandbox, type Sandbox } from '../src/world/sandbox.ts'

/** The command `hearth` in a home and a sandbox of its own. */
export interface Alone {
  readonly sandbox: Sandbox
  readonly home: string
  readonly hearth: Hearth
}

/** For each test the command with nothing running, ended and removed after it. */
export const useHearth = (): (() => Alone) => {
  let alone: Alone | undefined
  beforeEach(() => {
    const sandbox = makeSandbox()
    const home = join(sandbox.root, 'h')
    alone = { sandbox, home, hearth: new Hearth(home, sandbox.env()) }
  })
  afterEach(async () => {
    await alone?.hearth.end()
    alone?.sandbox.remove()
  })
  return () => {
    if (alone === undefined) throw new Error('no test runs')
    return alone
  }
}

/** Starts a host agent with a relay on any port, and waits until it can be talked to. */
export const up = async ({ hearth }: Alone, ...args: string[]): Promise<Proc> => {
  const process = hearth.start(['up', '--port', '0', ...args])
  await process.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  return process
}

/** The code of the error that a command ended with. */
export const errorOf = ({ values }: { values: readonly Record<string, unknown>[] }): string | undefined =>
  (values.at(-1)?.error as { code?: string } | undefined)?.code

/** What a pairing left behind: its link, both exit codes and what the device printed. */
export interface Paired {
  readonly link: string
  readonly remote: number | null
  readonly host: number | null
  readonly values: Record<string, unknown>[]
}

/** Pairs `hearth remote` with the host agent; `wrong` digits are declined at the host. */
export const pair = async (
  { hearth }: Alone,
  device: string,
  digitsAre: 'compared' | 'wrong',
): Promise<Paired> => {
  const host = new HostPairing(hearth)
  const link = await host.link()
  const remote = hearth.start(['remote', '--device', device, 'pair', '-'])
  remote.say(link)
  remote.finish()
  if (digitsAre === 'compared') await confirmPairing(host, digitsOf(remote))
  else {
    await Promise.all([host.digits(), digitsOf(remote)])
    host.process.say('no')
  }
  return { link, remote: await remote.ended, host: await host.process.ended, values: remote.values() }
}
