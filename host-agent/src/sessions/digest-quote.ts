import { visible } from '@hearth/shared/session'
import { DIGEST_ITEM_MAX } from './limits.ts'
import { clipLine, clipText } from './text.ts'

/** What stands around a record. */
export const FENCE = 'session-record'

/** A tag of ours, or what passes for one. */
const TAG = new RegExp(`[<\\uff1c\\ufe64\\u2039\\u3008](?=[\\s/\\uff0f]*${FENCE})`, 'giu')

/** Begins each line of quoted text, so that none can pass for a line of the record itself. */
const MARK = '| '
const SHORTENED = `${MARK}[… shortened here …]`

/** Text that can't close the fence: the opening bracket of a tag of ours becomes another sign, of the same length. */
const disarmed = (text: string): string => text.replace(TAG, '«')

/** Strangers' text as one line of at most `max` units. */
export const quoteLine = (text: string, max: number = DIGEST_ITEM_MAX): string =>
  disarmed(clipLine(visible(clipLine(text, max)), max))

/** As many of the lines as fit into `room`; the line that does not is cut at the side that `cut` keeps. */
const fitting = (lines: readonly string[], room: number, cut: (line: string, max: number) => string) => {
  const taken: string[] = []
  let left = room
  for (const line of lines) {
    const cost = MARK.length + line.length + 1
    if (cost <= left) taken.push(line)
    else if (left > MARK.length + 1) taken.push(cut(line, left - MARK.length - 1))
    left -= cost
    if (left <= 0) break
  }
  return taken
}

/**
 * Strangers' text as quoted lines of at most `room` units together, invisible characters made visible. Of a longer one
 * the beginning and the end are kept, and a line says so.
 */
export const quoteText = (text: string, room: number): string => {
  const seen = disarmed(visible(clipText(text, room), { lines: true })).split('\n')
  if (text.length <= room && costOf(seen) <= room) return quoted(seen).join('\n')
  const half = Math.max(0, Math.floor((room - SHORTENED.length - 2) / 2))
  const head = fitting(seen, half, (line, max) => clean(line.slice(0, max)))
  const tail = fitting([...seen].reverse(), half, (line, max) => clean(line.slice(-max))).reverse()
  return [...quoted(head), SHORTENED, ...quoted(tail)].join('\n')
}

const quoted = (lines: readonly string[]): string[] => lines.map((line) => MARK + line)

const costOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + MARK.length + line.length + 1, 0)

/** Without half characters at the ends of a cut. */
const clean = (text: string): string => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/gu, '')
