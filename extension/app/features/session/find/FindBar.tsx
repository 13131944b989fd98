import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import X from 'lucide-solid/icons/x'
import { createEffect, type JSX, on, onMount, Show } from 'solid-js'
import { useAnnounce } from '../../../ui/Announcer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { sayFinds, W } from '../words.ts'
import styles from './FindBar.module.css'
import type { Find } from './find.ts'

/** Where words to find are typed; Enter goes to the next older find, with Shift to the next newer. */
export const FindBar = (props: { readonly find: Find; onClose(): void }): JSX.Element => {
  let field: HTMLInputElement | undefined
  const announce = useAnnounce()
  const words = (): string => {
    const { find } = props
    if (find.finder() === null) return ''
    if (find.busy() && find.finds().length === 0) return W.finding
    return sayFinds(find.at(), find.finds().length, find.more())
  }
  const take = (): void => {
    field?.focus()
    field?.select()
  }
  onMount(take)
  createEffect(on(props.find.calls, take, { defer: true }))
  createEffect(on(words, (now) => now !== '' && now !== W.finding && announce(now), { defer: true }))
  const none = (): boolean => props.find.finds().length === 0
  return (
    <search class={styles.bar}>
      <input
        ref={(element) => {
          field = element
        }}
        class={styles.field}
        type="search"
        aria-label={W.findLabel}
        placeholder={W.findHint}
        value={props.find.query()}
        enterkeyhint="search"
        onInput={(event) => props.find.setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            props.onClose()
          } else if (event.key === 'Enter') {
            event.preventDefault()
            props.find.step(event.shiftKey ? 1 : -1)
          }
        }}
      />
      <span class={styles.count}>{words()}</span>
      <IconButton label={W.findOlder} disabled={none()} onClick={() => props.find.step(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label={W.findNewer} disabled={none()} onClick={() => props.find.step(1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label={W.findClose} onClick={() => props.onClose()}>
        <X />
      </IconButton>
      <Show when={props.find.trouble()}>{(text) => <p class={styles.trouble}>{text()}</p>}</Show>
    </search>
  )
}
