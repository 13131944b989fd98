import type { NoteHandlers } from './context.ts'

/** Is the host there? And a second hello, which has no place. */
export const pingHandlers: Pick<NoteHandlers, 'ping' | 'hello'> = {
  ping({ n }, { send, services }) {
    send({ t: 'pong', n, now: services.clock.now() })
  },
  hello(_, { giveUp }) {
    giveUp('a second hello')
  },
}
