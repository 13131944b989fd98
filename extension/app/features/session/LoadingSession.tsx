import type { ConnectionState } from '@hearth/shared/link'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { SLOW_MS } from '../../ui/limits.ts'
import { Skeleton } from '../../ui/Progress.tsx'
import styles from './OpenSession.module.css'
import { W } from './words.ts'

/** From here no host comes back by itself. */
const OVER: ReadonlySet<ConnectionState> = new Set(['refused', 'revoked', 'closed'])

/** A session that is on its way; after a while it says what that may mean. */
export const LoadingSession = (props: { readonly connection: ConnectionState }): JSX.Element => {
  const [slow, setSlow] = createSignal(false)
  const timer = setTimeout(() => setSlow(true), SLOW_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <div class={styles.loading}>
      <Skeleton words={W.loading} lines={7} />
      <Show when={slow()}>
        <p class={styles.slow}>{OVER.has(props.connection) ? W.loadingGone : W.loadingSlow}</p>
      </Show>
    </div>
  )
}
