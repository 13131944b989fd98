import { createSignal, type JSX } from 'solid-js'
import { Sheet } from '../../../ui/Sheet.tsx'
import { contextShort, contextWords, F } from '../composer/words.ts'
import styles from './Sheets.module.css'

/** From here on a ring is coloured: what comes next may be the end of the agent's memory. */
const NEARLY_FULL = 0.85
const RADIUS = 6.5
const ROUND = 2 * Math.PI * RADIUS

/** How full an agent's context window is: a ring, and the words behind it. */
export const ContextRing = (props: {
  readonly context: { readonly used: number; readonly size: number }
  readonly agent: string
}): JSX.Element => {
  const [open, setOpen] = createSignal(false)
  const share = (): number => {
    const { used, size } = props.context
    return size > 0 ? Math.max(0, Math.min(1, used / size)) : 0
  }
  const words = (): string => contextShort(props.context.used, props.context.size)
  return (
    <>
      <button
        type="button"
        class={styles.ring}
        aria-haspopup="dialog"
        aria-label={words()}
        title={words()}
        data-full={share() >= NEARLY_FULL ? '' : undefined}
        onClick={() => setOpen(true)}
      >
        <svg viewBox="0 0 16 16" fill="none" stroke-width="2.5" aria-hidden="true">
          <circle class={styles.track} cx="8" cy="8" r={RADIUS} />
          <circle
            cx="8"
            cy="8"
            r={RADIUS}
            stroke="currentColor"
            stroke-dasharray={`${share() * ROUND} ${ROUND}`}
          />
        </svg>
      </button>
      <Sheet open={open()} title={F.context} onClose={() => setOpen(false)}>
        <div class={styles.fields}>
          <p>{contextWords(props.context.used, props.context.size, props.agent)}</p>
          <progress class={styles.meter} max={1} value={share()} aria-label={words()} />
        </div>
      </Sheet>
    </>
  )
}
