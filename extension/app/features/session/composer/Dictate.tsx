import Mic from 'lucide-solid/icons/mic'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { useServices } from '../../../services.ts'
import { useAnnounce } from '../../../ui/Announcer.tsx'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import styles from './Composer.module.css'
import { browserSpeech, type Hearing, hear } from './speech.ts'
import { D } from './words.ts'

const TOLD = 'hearth.dictation.told'

const wasTold = (): boolean => {
  try {
    return globalThis.localStorage.getItem(TOLD) === 'yes'
  } catch {
    // A window that keeps nothing tells it each time.
    return false
  }
}

const keepTold = (): void => {
  try {
    globalThis.localStorage.setItem(TOLD, 'yes')
  } catch {
    // As above: it is told again next time.
    return
  }
}

const sayFailure = (error: string): string => {
  if (error === 'service-not-allowed') return D.failed['not-allowed']
  return error in D.failed ? D.failed[error as keyof typeof D.failed] : D.failed.other
}

/**
 * Dictation by the browser's own speech input, on a page of its own: beside a page the browser gives an extension no way
 * to ask for the microphone. Whose ears these are is said before the first use.
 */
export const Dictate = (props: {
  onWords(words: string): void
  onFail(words: string): void
}): JSX.Element => {
  const { face } = useServices()
  const announce = useAnnounce()
  const make = face === 'web' ? browserSpeech() : null
  const [hearing, setHearing] = createSignal<Hearing | null>(null)
  const [asking, setAsking] = createSignal(false)
  onCleanup(() => hearing()?.abort())
  const start = (): void => {
    if (make === null) return
    const begun = hear(
      make,
      (words) => props.onWords(words),
      (error) => {
        setHearing(null)
        if (error !== null) props.onFail(sayFailure(error))
      },
    )
    setHearing(begun)
    announce(D.listening)
  }
  return (
    <Show when={make}>
      <span class={styles.dictate} data-on={hearing() === null ? undefined : ''}>
        <IconButton
          label={hearing() === null ? D.start : D.stop}
          aria-pressed={hearing() !== null}
          onClick={() => {
            const now = hearing()
            if (now !== null) now.stop()
            else if (wasTold()) start()
            else setAsking(true)
          }}
        >
          <Mic />
        </IconButton>
      </span>
      <Sheet
        open={asking()}
        title={D.title}
        onClose={() => setAsking(false)}
        footer={
          <span class={styles.choices}>
            <Button
              variant="primary"
              onClick={() => {
                keepTold()
                setAsking(false)
                start()
              }}
            >
              {D.begin}
            </Button>
            <Button onClick={() => setAsking(false)}>{D.cancel}</Button>
          </span>
        }
      >
        <p>{D.note}</p>
      </Sheet>
    </Show>
  )
}
