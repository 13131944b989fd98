import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { Banner } from '../../ui/Banner.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { SCAN_STEP_MS } from './limits.ts'
import { codeReader } from './qr.ts'
import styles from './steps.module.css'
import { scan as words } from './words.ts'

export interface ScanSheetProps {
  readonly open: boolean
  onClose(): void
  /** Takes what a code says; false when that is no link to pair with. */
  onText(text: string): boolean
}

/** The camera's picture, until it shows a pairing code. */
export const ScanSheet = (props: ScanSheetProps): JSX.Element => (
  <Sheet open={props.open} title={words.title} onClose={() => props.onClose()}>
    <Camera
      onText={(text) => {
        const taken = props.onText(text)
        if (taken) props.onClose()
        return taken
      }}
    />
  </Sheet>
)

type Seen = 'starting' | 'looking' | 'other' | 'refused' | 'missing'

const Camera = (props: { onText(text: string): boolean }): JSX.Element => {
  const [seen, setSeen] = createSignal<Seen>('starting')
  let video: HTMLVideoElement | undefined
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  const end = (): void => {
    over = true
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
  onCleanup(end)

  const start = async (): Promise<void> => {
    const wanted = { video: { facingMode: 'environment' }, audio: false }
    const [opened, read] = await Promise.all([navigator.mediaDevices.getUserMedia(wanted), codeReader()])
    stream = opened
    if (over || video === undefined) return end()
    video.srcObject = stream
    await video.play()
    setSeen('looking')
    const look = async (): Promise<void> => {
      if (over || video === undefined) return
      const text = await read(video).catch(() => null)
      if (over) return
      if (text !== null && props.onText(text)) return
      if (text !== null) setSeen('other')
      timer = setTimeout(() => void look(), SCAN_STEP_MS)
    }
    await look()
  }
  onMount(() => {
    start().catch((error: unknown) => {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError'
      if (!over) setSeen(refused ? 'refused' : 'missing')
      end()
    })
  })
  const hint = (): string =>
    ({ starting: words.starting, looking: words.hint, other: words.other, refused: '', missing: '' })[seen()]
  const problem = (): string | undefined =>
    ({ refused: words.refused, missing: words.missing, starting: '', looking: '', other: '' })[seen()] ||
    undefined
  return (
    <Show when={problem() === undefined} fallback={<Banner tone="warn">{problem()}</Banner>}>
      <div class={styles.step}>
        <div class={styles.picture}>
          <video
            ref={(element) => {
              video = element
            }}
            aria-label={words.label}
            muted
            playsinline
          />
        </div>
        <p role="status">{hint()}</p>
      </div>
    </Show>
  )
}
