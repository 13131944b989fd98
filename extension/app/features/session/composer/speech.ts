/** The parts of the platform's speech input that are used here. */
interface Recognition {
  lang: string
  continuous: boolean
  interimResults: boolean
  onresult: ((event: { readonly resultIndex: number; readonly results: ArrayLike<Result> }) => void) | null
  onerror: ((event: { readonly error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  stop(): void
  abort(): void
}
interface Result {
  readonly isFinal: boolean
  readonly [at: number]: { readonly transcript: string } | undefined
}

/** Makes the platform's speech input; null where there is none. */
export type SpeechMaker = (() => Recognition) | null

/** The browser's own. */
export const browserSpeech = (): SpeechMaker => {
  const scope = globalThis as unknown as Record<string, (new () => Recognition) | undefined>
  const Made = scope.SpeechRecognition ?? scope.webkitSpeechRecognition
  return Made === undefined ? null : () => new Made()
}

/** Speech that is being heard. */
export interface Hearing {
  stop(): void
  /** Ends it at once; nothing more is told. */
  abort(): void
}

/** Listens until told otherwise. `heard` is told words for good; `ended` why it is over, null where that was asked for. */
export const hear = (
  make: NonNullable<SpeechMaker>,
  heard: (words: string) => void,
  ended: (error: string | null) => void,
): Hearing => {
  const speech = make()
  let error: string | null = null
  let over = false
  speech.lang = globalThis.navigator?.language ?? 'en'
  speech.continuous = true
  speech.interimResults = false
  speech.onresult = ({ resultIndex, results }) => {
    for (let i = resultIndex; i < results.length && !over; i += 1) {
      const result = results[i]
      const words = result?.isFinal === true ? (result[0]?.transcript.trim() ?? '') : ''
      if (words !== '') heard(words)
    }
  }
  speech.onerror = (event) => {
    // Silence and our own stop are no failures.
    if (event.error !== 'no-speech' && event.error !== 'aborted') error = event.error
  }
  speech.onend = () => {
    if (!over) ended(error)
    over = true
  }
  speech.start()
  return {
    stop: () => speech.stop(),
    abort: () => {
      over = true
      speech.abort()
    },
  }
}
