import { type Accessor, createEffect } from 'solid-js'
import type { ShowToast } from '../ui/Toast.tsx'
import * as words from './words.ts'

/** A newer version of the app that waits for the person's word. */
export interface Update {
  readonly ready: Accessor<boolean>
  /** Takes it: the page reloads. */
  apply(): void
}

/** Offers an update once, in a message that stays. */
export const offerUpdate = (update: Update | undefined, toast: ShowToast): void => {
  createEffect(() => {
    if (!update?.ready()) return
    toast({
      text: words.UPDATE_READY,
      stays: true,
      action: { label: words.UPDATE_NOW, onAction: () => update.apply() },
    })
  })
}
