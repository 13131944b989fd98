import ChevronRight from 'lucide-solid/icons/chevron-right'
import type { JSX } from 'solid-js'
import styles from './Fold.module.css'
import { headStop } from './layout.ts'
import { useList } from './list-context.ts'

/** The head of a part that folds. The arrow keys left and right fold and unfold it too. */
export const Fold = (props: {
  id: string
  open: boolean
  onOpen(open: boolean): void
  children: JSX.Element
  aside?: JSX.Element
}): JSX.Element => {
  const { roving } = useList()
  const stop = (): string => headStop(props.id)
  const onKeyDown = (event: KeyboardEvent): void => {
    const wish = event.key === 'ArrowRight' ? true : event.key === 'ArrowLeft' ? false : null
    if (wish === null || wish === props.open) return
    event.preventDefault()
    props.onOpen(wish)
  }
  return (
    <h3 class={styles.head}>
      <button
        type="button"
        class={styles.button}
        aria-expanded={props.open}
        data-stop={stop()}
        tabIndex={roving.tabIndex(stop())}
        onClick={() => props.onOpen(!props.open)}
        onKeyDown={onKeyDown}
      >
        <ChevronRight class={styles.chevron} size={14} aria-hidden="true" />
        <span class={styles.name}>{props.children}</span>
        {props.aside}
      </button>
    </h3>
  )
}
