import type { Done, Hearth } from './hearth.ts'
import { confirmPairing, digitsOf, HostPairing } from './pairing.ts'

/** A device without a screen, as a person has it in another terminal: runs `hearth remote …` to its end. */
export type Remote = (...args: string[]) => Promise<Done>

/** Pairs one by its own command, digits compared. */
export const pairRemote = async (hearth: Hearth, name: string): Promise<Remote> => {
  const own = ['remote', '--device', name]
  const pairing = new HostPairing(hearth)
  const link = await pairing.link()
  const device = hearth.start([...own, 'pair', '-'])
  device.say(link)
  device.finish()
  await confirmPairing(pairing, digitsOf(device))
  await device.ended
  return (...args) => hearth.run([...own, ...args])
}
