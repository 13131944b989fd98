import Inbox from 'lucide-solid/icons/inbox'
import { type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { waitingAt } from '../../state/waiting.ts'
import styles from './InboxCount.module.css'
import { countWords } from './words.ts'

/** In the header of every screen but the inbox: how many requests wait, if any do. Leads to them. */
export const InboxCount = (): JSX.Element => {
  const { hub, router } = useServices()
  const count = waitingAt(hub.hosts)
  const here = (): boolean => router.route().screen === 'inbox'
  return (
    <Show when={count() > 0 && !here()}>
      <button
        type="button"
        class={styles.count}
        aria-label={countWords(count())}
        title={countWords(count())}
        onClick={() => router.go({ screen: 'inbox' })}
      >
        <span class={styles.pill} aria-hidden="true">
          <Inbox />
          {count()}
        </span>
      </button>
    </Show>
  )
}
