import type { PairedHost } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { type Accessor, batch, createSignal, onCleanup } from 'solid-js'
import type { Hub } from '../../state/hub.ts'
import type { ReadLink } from './link.ts'
import { isUnderWay, PAIR_TABLE, type Step, type StepEvent } from './steps.ts'

/** A link that was read. */
export type GoodLink = Extract<ReadLink, { ok: true }>

/** A pairing as the screen sees it. */
export interface Pairing {
  readonly step: Accessor<Step>
  readonly link: Accessor<GoodLink | null>
  /** The six digits, and since when (ms) they are shown. */
  readonly digits: Accessor<{ readonly value: string; readonly since: number } | null>
  readonly paired: Accessor<PairedHost | null>
  readonly error: Accessor<HearthError | null>
  /** A link was given. It replaces the one before, but never one that is being paired with. */
  take(link: GoodLink): void
  /** Pairs, under this name. */
  go(name: string): void
  /** Once more with the same link. */
  again(): void
  /** Ends what is under way and asks for a link. */
  restart(): void
}

/** Walks through a pairing. What is under way ends with its owner. */
export const createPairing = (hub: Hub): Pairing => {
  const [step, setStep] = createSignal<Step>('link')
  const [link, setLink] = createSignal<GoodLink | null>(null)
  const [digits, setDigits] = createSignal<{ value: string; since: number } | null>(null)
  const [paired, setPaired] = createSignal<PairedHost | null>(null)
  const [error, setError] = createSignal<HearthError | null>(null)
  let current = new AbortController()
  onCleanup(() => current.abort())

  const move = (event: StepEvent): void => void setStep(PAIR_TABLE[step()][event])
  const run = async (text: string, name: string, attempt: AbortController): Promise<void> => {
    const stale = (): boolean => attempt !== current || attempt.signal.aborted
    try {
      const host = await hub.pair({
        link: text,
        name,
        signal: attempt.signal,
        onSas: (value) => {
          if (stale()) return
          batch(() => {
            setDigits({ value, since: Date.now() })
            move('digits')
          })
        },
      })
      if (stale()) return
      batch(() => {
        setPaired(host)
        move('done')
      })
    } catch (failure) {
      if (stale()) return
      batch(() => {
        setError(failure instanceof HearthError ? failure : new HearthError('pairing.interrupted'))
        move('fail')
      })
    }
  }
  return {
    ...{ step, link, digits, paired, error },
    take(next) {
      if (PAIR_TABLE[step()].read !== 'check') return
      batch(() => {
        setLink(next)
        move('read')
      })
    },
    go(name) {
      const wanted = link()
      if (step() !== 'check' || wanted === null) return
      current = new AbortController()
      batch(() => {
        setDigits(null)
        setError(null)
        move('go')
      })
      void run(wanted.text, name, current)
    },
    again: () => move('again'),
    restart() {
      if (isUnderWay(step())) current.abort()
      move('restart')
    },
  }
}
