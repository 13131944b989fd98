import { createEffect, createSignal, type JSX, onCleanup } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import styles from './Decide.module.css'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { type ShownLedger, useShown } from './shown.ts'
import { useSurroundings } from './surroundings.ts'
import { hold } from './words.ts'

/** Why what is shown is not whole yet; null once it was. */
export const unreadOf = (shown: ShownLedger): string | null => {
  if (shown.whole()) return null
  return shown.folded() ? hold.folded : hold.unread
}

/** Says that not all was on the screen, and leads on to it. `id` names the words for the button that waits for them. */
export const Unread = (props: { id: string }): JSX.Element => {
  const shown = useShown()
  const { clock } = useSurroundings()
  /** The browser has had the time to tell what is on the screen: until then, saying that some is not would only flash. */
  const [hasLooked, setLooked] = createSignal(false)
  onCleanup(clock.after(REQUEST_CARD_LIMITS.lookMs.value, () => setLooked(true)))
  const says = (): boolean => !shown.whole() && (hasLooked() || shown.folded())
  let row: HTMLElement | undefined
  createEffect(() => {
    // Never onto Allow: the focus goes back to what was read.
    if (shown.whole() && row?.contains(document.activeElement))
      row.closest('article')?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  })
  return (
    <div
      ref={(element) => {
        row = element
      }}
      class={styles.unread}
      hidden={!says()}
    >
      <p id={props.id} class={styles.hint}>
        {unreadOf(shown)}
      </p>
      <Button small onClick={() => shown.goOn()}>
        {hold.goOn}
      </Button>
    </div>
  )
}
