import type { DeviceRecord, ErrorCode, Platform } from '@hearth/shared/protocol'

/** What happens on the way to a paired device, in this order; the last three end it. Names are untrusted text. */
export type PairingStep =
  | { step: 'waiting'; expiresAt: number }
  /** A device proved that it has the link. */
  | { step: 'connected' }
  /** The person compares the digits with those on the device. */
  | { step: 'confirm'; name: string; platform: Platform; sas: string }
  /** Somebody else used the same link: it was photographed or forwarded. */
  | { step: 'alarm' }
  | { step: 'accepted'; device: DeviceRecord }
  | { step: 'declined' }
  | { step: 'failed'; code: ErrorCode }

const isLast = ({ step }: PairingStep): boolean =>
  step === 'accepted' || step === 'declined' || step === 'failed'

/** Steps for one reader, kept until read; ends with the last. Bounded by what one link can cause. */
export class PairingSteps implements AsyncIterable<PairingStep> {
  readonly #waiting: PairingStep[] = []
  #over = false
  #wake: () => void = () => undefined

  get over(): boolean {
    return this.#over
  }

  push(step: PairingStep): void {
    if (this.#over) return
    this.#waiting.push(step)
    this.#over = isLast(step)
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<PairingStep> {
    for (;;) {
      const step = this.#waiting.shift()
      if (step !== undefined) yield step
      else if (this.#over) return
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }
}
