import { marked } from 'marked'
import { createMarkdown } from '../markdown/stream.ts'

/** What agents write: about 2.4 KB of paragraphs, lists, code and a table, over and over. */
const PERIOD = `## What I found

The relay keeps **one ring of frames** per room, and \`resume()\` asks for those after a cursor. When the ring is shorter than what was missed, the client falls back to a snapshot, which is larger but always complete; see [the protocol](https://example.com/protocol#resume) for the *exact* order of events. I checked this by cutting the connection in the middle of a turn, forty times, and comparing both transcripts character by character.

1. **Open the socket**: the upgrade request carries the cursor, so that no round trip is lost.
2. **Send what is missing**: frames leave in the order of their numbers, never twice.
   - A frame that is too old answers with \`gap\`.
   - Everything else is replayed from memory.
3. **Follow live**: from here on each delta is sent as it comes.

\`\`\`ts
export const resume = (room: Room, cursor: number): Frame[] => {
  const first = room.frames.findIndex((frame) => frame.seq > cursor)
  if (first < 0) return []
  // A hole means that the ring was shorter than what was missed.
  if (room.frames[first]?.seq !== cursor + 1) throw new Gap(cursor)
  return room.frames.slice(first)
}
\`\`\`

> Note that the order of the two checks matters: with the second one first, an empty ring looks like a gap.

| case | frames | answer |
|---|---:|---|
| nothing missed | 0 | live |
| some missed | 12 | replay |
| too much missed | 4,096 | snapshot |

I would change two things. First, the size of the ring should follow the size of a turn rather than be a constant, because long turns are exactly those during which people walk through tunnels. Second, the test that covers this only looks at the *number* of frames; it should look at their content as well, which \`expectTranscript\` already does elsewhere. Shall I go on with both, or do you want the first one alone?

`

/** So many whole periods as come nearest to a length, so that messages of all lengths end alike. */
const text = (length: number): string => PERIOD.repeat(Math.max(1, Math.round(length / PERIOD.length)))

interface Plan {
  /** Length of the message in characters, and of each delta. */
  readonly length: number
  readonly delta: number
  /** Only the cost of the deltas in the last period counts. */
  readonly last?: boolean
  /** Make the browser lay the page out after each delta, as painting would. */
  readonly layout?: boolean
}

/** Draws a message delta by delta. @returns milliseconds for the deltas that count, and how many they were */
const run = (plan: Plan, draw: (target: HTMLElement) => (delta: string, whole: () => string) => void) => {
  const message = text(plan.length)
  const target = document.createElement('div')
  target.style.cssText = 'inline-size: 400px'
  if (plan.layout) document.body.append(target)
  const add = draw(target)
  const from = plan.last ? message.length - PERIOD.length : 0
  let start = performance.now()
  let counted = 0
  for (let at = 0; at < message.length; at += plan.delta) {
    if (at <= from && from < at + plan.delta) {
      start = performance.now()
      counted = 0
    }
    const end = at + plan.delta
    add(message.slice(at, end), () => message.slice(0, end))
    if (plan.layout) target.getBoundingClientRect()
    counted++
  }
  const ms = performance.now() - start
  target.remove()
  return { ms, deltas: counted }
}

export const ours = (plan: Plan) => run(plan, (target) => createMarkdown(target).append)

/** The usual way: the whole text to HTML, the HTML to an inert tree, every element and attribute looked at, swapped in. */
export const again = (plan: Plan) =>
  run(plan, (target) => (_, whole) => {
    const inert = document.createElement('template')
    inert.innerHTML = marked.parse(whole(), { async: false })
    for (const one of inert.content.querySelectorAll('*'))
      for (const { name, value } of one.attributes)
        if (name.startsWith('on') || value.startsWith('javascript:')) one.removeAttribute(name)
    target.replaceChildren(inert.content)
  })
