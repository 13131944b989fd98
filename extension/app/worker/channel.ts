import * as v from 'valibot'

const request = { host: v.string(), request: v.string() }

/** What windows and the worker behind notifications tell each other. Nothing is decided by any of it. */
export const NoticeWord = v.variant('t', [
  /** To a window: show this. */
  v.strictObject({ t: v.literal('open'), ...request }),
  v.strictObject({ t: v.literal('open-session'), host: v.string(), session: v.string() }),
  v.strictObject({ t: v.literal('open-inbox') }),
  /** From a window that has just opened: was something meant for it? */
  v.strictObject({ t: v.literal('where') }),
  /** To windows: is it on a focused screen? Answered with `seen` by the one on which it is. */
  v.strictObject({ t: v.literal('sight'), ...request }),
  v.strictObject({ t: v.literal('seen'), ...request }),
  /** A test push has come. */
  v.strictObject({ t: v.literal('test'), host: v.string(), nonce: v.string() }),
  /** To the worker of a browser whose hosts don't push: show a test, and say so by `test`. */
  v.strictObject({ t: v.literal('try'), host: v.string(), nonce: v.string() }),
  /** What this device wants to be woken for has changed, or how its subscriptions stand. */
  v.strictObject({ t: v.literal('wishes') }),
])
export type NoticeWord = v.InferOutput<typeof NoticeWord>

/** A way to the other windows and the worker of this profile; its own words don't come back. */
export interface NoticeBus {
  post(word: NoticeWord): void
  /** The function returned ends listening. */
  listen(listener: (word: NoticeWord) => void): () => void
}

/** A word, or null for whatever else was said. */
export const readWord = (data: unknown): NoticeWord | null => {
  const read = v.safeParse(NoticeWord, data)
  return read.success ? read.output : null
}

/** The bus of this origin. */
export const noticeBus = (name = 'hearth notices'): NoticeBus & { close(): void } => {
  const channel = new BroadcastChannel(name)
  return {
    post: (word) => channel.postMessage(word),
    listen(listener) {
      const hear = ({ data }: MessageEvent): void => {
        const word = readWord(data)
        if (word !== null) listener(word)
      }
      channel.addEventListener('message', hear)
      return () => channel.removeEventListener('message', hear)
    },
    close: () => channel.close(),
  }
}

/** Asks all windows whether a request is on a focused screen; false when none says so in time. */
export const isSeen = (
  bus: NoticeBus,
  asked: { readonly host: string; readonly request: string },
  wait: (ms: number) => Promise<void>,
  ms: number,
): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const end = bus.listen((word) => {
      if (word.t === 'seen' && word.host === asked.host && word.request === asked.request) done(true)
    })
    const done = (seen: boolean): void => {
      end()
      resolve(seen)
    }
    bus.post({ t: 'sight', ...asked })
    wait(ms).then(() => done(false), reject)
  })
