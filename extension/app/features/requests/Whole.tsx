import { createEffect, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { useShown } from './shown.ts'
import { useSurroundings } from './surroundings.ts'
import styles from './Whole.module.css'
import { showAll } from './words.ts'

const { foldLines, foldChars } = REQUEST_CARD_LIMITS

/** Share of what is seen that one step scrolls: some lines stay in sight, so that none is missed. */
const PAGE = 0.8

/** Is this text too long to stand unfolded above the buttons? */
const isLong = (text: string): boolean =>
  text.length > foldChars.value || text.split('\n').length > foldLines.value

/**
 * A part that has to be seen whole before anything can be allowed: folded when `text`, its content, is long. It counts
 * as seen when, unfolded, its beginning and its end have been on the screen. `bare`: without a frame around it.
 */
export const Whole = (props: { text: string; bare?: boolean; children: JSX.Element }): JSX.Element => {
  const { watchEnd } = useSurroundings()
  const [open, setOpen] = createSignal(false)
  const folded = (): boolean => !open() && isLong(props.text)
  const part = useShown().part(() => (folded() ? setOpen(true) : turnPage()))
  let content: HTMLElement | undefined
  const unfold = (): void => {
    setOpen(true)
    // The button is gone: a keyboard goes on from the text.
    content?.focus({ preventScroll: true })
  }
  const [start, setStart] = createSignal<HTMLElement>()
  const [end, setEnd] = createSignal<HTMLElement>()
  createEffect(() => part.setFolded(folded()))
  const [began, setBegan] = createSignal(false)
  const [ended, setEnded] = createSignal(false)
  const watch = (mark: HTMLElement | undefined, reached: () => void): void => {
    if (mark !== undefined) onCleanup(watchEnd(mark, reached))
  }
  createEffect(() => watch(start(), () => setBegan(true)))
  createEffect(() => {
    if (!folded()) watch(end(), () => setEnded(true))
  })
  createEffect(() => {
    if (began() && ended()) part.setReached()
  })
  const turnPage = (): void => {
    const mark = began() ? end() : start()
    const scroller = mark?.closest('[tabindex="0"]')
    if (mark === undefined || !scroller) return
    // A jump, as the focus makes one, may have gone past it.
    const isAbove = mark.getBoundingClientRect().top < scroller.getBoundingClientRect().top
    scroller.scrollBy({ top: (isAbove ? -1 : 1) * PAGE * scroller.clientHeight, behavior: 'smooth' })
  }
  return (
    <div class={props.bare ? styles.bare : styles.whole}>
      <div
        ref={(element) => {
          content = element
        }}
        tabindex="-1"
        class={props.bare ? styles.open : styles.content}
        classList={{ [styles.folded ?? '']: folded() }}
      >
        <span class={styles.mark} aria-hidden="true" ref={setStart} />
        {props.children}
        <span class={styles.mark} aria-hidden="true" ref={setEnd} />
      </div>
      <Show when={folded()}>
        <button type="button" class={styles.more} onClick={unfold}>
          {showAll(props.text)}
        </button>
      </Show>
    </div>
  )
}
