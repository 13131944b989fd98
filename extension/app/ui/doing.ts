import { HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { type Accessor, createSignal } from 'solid-js'
import { useToast } from './Toast.tsx'

/** One thing at a time that is asked of a host: what kept it is said in a message over the screen. */
export interface Doing {
  readonly busy: Accessor<boolean>
  /** Gives whether it was done. */
  run(work: () => Promise<unknown>): Promise<boolean>
}

export const useDoing = (): Doing => {
  const toast = useToast()
  const [busy, setBusy] = createSignal(false)
  return {
    busy,
    async run(work) {
      if (busy()) return false
      setBusy(true)
      try {
        await work()
        return true
      } catch (error) {
        if (!(error instanceof HearthError)) throw error
        toast({ text: `${visible(error.message)}.` })
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
