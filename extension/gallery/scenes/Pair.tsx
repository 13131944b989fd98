import { encodePairingLink } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { type JSX, onMount } from 'solid-js'
import PairScreen from '../../app/features/pair/PairScreen.tsx'
import { type Face, ServicesContext } from '../../app/services.ts'
import { aPairing } from '../../app/testing/build.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'

const never = new Promise<never>(() => undefined)

const aLink = (): string =>
  encodePairingLink('https://relay.example', {
    expiresAt: Math.floor(Date.now() / 1_000) + 540,
    hostFingerprint: Uint8Array.from({ length: 32 }, (_, n) => n * 37 + 11),
    secret: new Uint8Array(32),
    relay: 'https://relay.example',
  })

export type PairStage = 'first' | 'check' | 'elsewhere' | 'meeting' | 'compare' | 'paired' | 'failed'

/** Pairing at one of its steps. */
export const Pair = (props: { readonly at: PairStage; readonly face?: Face }): JSX.Element => {
  const face = props.face ?? (props.at === 'elsewhere' ? 'web' : 'panel')
  const services = fakeServices({ face })
  services.hub.onPair = async (wish) => {
    if (props.at === 'meeting') return never
    wish.onSas('482913')
    if (props.at === 'compare') return never
    if (props.at === 'failed') throw new HearthError('pairing.declined')
    return aPairing()
  }
  onMount(() => {
    if (props.at === 'first' || props.at === 'check' || props.at === 'elsewhere') return
    queueMicrotask(() => document.querySelector<HTMLElement>('button[type=submit]')?.click())
  })
  return (
    <ServicesContext.Provider value={services}>
      <PairScreen link={props.at === 'first' ? null : aLink()} />
    </ServicesContext.Provider>
  )
}
