import { randomInt } from 'node:crypto'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const COUNTER_SIZE = 4096n
const RANDOM_LENGTH = 14

let lastTime = 0
let counter = 0n

/**
 * A message id in opencode's own form, so that it sorts among those that opencode makes: 48 bits of
 * milliseconds × 4096 + counter in hex, then 14 random letters. Mint it when the prompt is about to be sent:
 * opencode takes a prompt with an id older than the last answer for one that was answered.
 */
export function mintMessageId(now: number = Date.now()): string {
  counter = now === lastTime ? counter + 1n : 1n
  lastTime = now
  const head = (BigInt(now) * COUNTER_SIZE + counter) & 0xffffffffffffn
  const tail = Array.from({ length: RANDOM_LENGTH }, () => BASE62[randomInt(BASE62.length)]).join('')
  return `msg_${head.toString(16).padStart(12, '0')}${tail}`
}

/** The id of a prompt's part, fixed by the prompt's own id: sending the same prompt again changes nothing. */
export function partId(messageId: string, index: number): string {
  const high = BASE62[Math.floor(index / BASE62.length)] ?? 'z'
  const low = BASE62[index % BASE62.length] ?? 'z'
  return `prt_${messageId.slice(4, -2)}${high}${low}`
}

const TIME = 0x1000000000000n

/** Was an id made before another, of whatever kind, by the moments in them? False where they tell none. */
export function isOlder(id: string, than: string): boolean {
  const [a, b] = [id, than].map((one) => /^[a-z]{3}_([0-9a-f]{12})/.exec(one)?.[1])
  if (a === undefined || b === undefined || a === b) return false
  // The moments begin again every two years.
  return (BigInt(`0x${b}`) - BigInt(`0x${a}`) + TIME) % TIME < TIME / 2n
}
