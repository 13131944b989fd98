import type { AnyMessage, Stream } from '@agentclientprotocol/sdk'
import { ACP_INBOUND_REQUESTS } from '../limits.ts'

/** The answer to a request of ours as it came: `result`, or `error`. */
export type RawAnswer = { result?: unknown; error?: unknown }

/** What is heard below the SDK, in the order in which the agent said it. */
export type Heard = {
  /** A notification. The SDK would drop unknown updates, and fields that it does not know. */
  notified(method: string, params: unknown): void
  /** The answer to a request of ours, before the SDK has it. */
  answered(method: string, answer: RawAnswer): void
}

type Message = { id?: unknown; method?: unknown; params?: unknown; result?: unknown; error?: unknown }

/**
 * A stream with an ear on it. The SDK gets requests, answers to what was asked, and what takes a request back;
 * everything else would only reach its console.
 * @throws through the stream, when more of the agent's requests are open than ACP_INBOUND_REQUESTS
 */
export function tapped(stream: Stream, heard: Heard): Stream {
  const asked = new Map<unknown, string>()
  let open = 0
  const inbound = new TransformStream<AnyMessage, AnyMessage>({
    transform(message, controller) {
      const { id, method, params, result, error }: Message = message
      if (typeof method === 'string' && id === undefined) {
        if (method === '$/cancel_request') controller.enqueue(message)
        else heard.notified(method, params)
      } else if (typeof method === 'string') {
        open += 1
        if (open > ACP_INBOUND_REQUESTS) throw new Error('It asks more than can be answered.')
        controller.enqueue(message)
      } else {
        const to = asked.get(id)
        if (to === undefined) return
        asked.delete(id)
        heard.answered(to, error === undefined ? { result } : { error })
        controller.enqueue(message)
      }
    },
  })
  const writer = stream.writable.getWriter()
  const writable = new WritableStream<AnyMessage>({
    async write(message) {
      const { id, method }: Message = message
      if (typeof method === 'string' && id !== undefined) asked.set(id, method)
      await writer.write(message)
      if (method === undefined) open -= 1
    },
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
  })
  return { readable: stream.readable.pipeThrough(inbound), writable }
}
