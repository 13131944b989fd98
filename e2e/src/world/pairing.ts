import type { Hearth } from './hearth.ts'
import type { Proc } from './process.ts'

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** `hearth pair --json` as the person at the host leads it. */
export class HostPairing {
  readonly process: Proc

  constructor(hearth: Hearth, args: readonly string[] = []) {
    this.process = hearth.start(['pair', ...args])
  }

  /** The link. */
  link(): Promise<string> {
    return this.process.json('the link', (line) => (line.step === 'link' ? text(line.link) : undefined))
  }

  /** The digits that the host shows. */
  digits(): Promise<string> {
    return this.process.json('the digits', (line) => (line.step === 'confirm' ? text(line.sas) : undefined))
  }

  /** The last step. */
  ending(): Promise<string> {
    const last = ['accepted', 'declined', 'failed']
    return this.process.json('the end of the pairing', (line) => {
      const step = text(line.step)
      return step !== undefined && last.includes(step) ? step : undefined
    })
  }
}

/** The digits that `hearth remote pair` shows at a device. */
export const digitsOf = (remote: Proc): Promise<string> =>
  remote.json('the digits of the device', (line) => (line.step === 'sas' ? text(line.sas) : undefined))

/**
 * Leads a pairing to its end as two people would: the device shows its digits, the host its own, and the answer is yes
 * only if they are the same.
 */
export const confirmPairing = async (pairing: HostPairing, shown: Promise<string>): Promise<void> => {
  const [here, there] = await Promise.all([pairing.digits(), shown])
  pairing.process.say(here === there ? 'yes' : 'no')
  const ending = await pairing.ending()
  if (ending !== 'accepted')
    throw new Error(`the pairing was ${ending}: the host showed ${here}, the device ${there}`)
  await pairing.process.ended
}
