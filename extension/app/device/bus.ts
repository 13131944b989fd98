import * as v from 'valibot'

/** What windows of one profile tell each other: that something in storage is new, never what. */
const Word = v.variant('t', [
  v.strictObject({ t: v.literal('hosts') }),
  v.strictObject({ t: v.literal('outbox'), host: v.string() }),
])
export type Word = v.InferOutput<typeof Word>

/** A way to the other windows of this profile; its own words don't come back. */
export interface Bus {
  post(word: Word): void
  listen(listener: (word: Word) => void): void
  close(): void
}

/** The bus of this origin. Whatever else is said on it is ignored. */
export const broadcastBus = (name = 'hearth'): Bus => {
  const channel = new BroadcastChannel(name)
  return {
    post: (word) => channel.postMessage(word),
    listen: (listener) =>
      channel.addEventListener('message', ({ data }) => {
        const word = v.safeParse(Word, data)
        if (word.success) listener(word.output)
      }),
    close: () => channel.close(),
  }
}
