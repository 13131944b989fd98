import { TEXT_EVENT_MAX } from '../limits.ts'

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

/** Text without half characters: what is stored, sent and read back must be the same. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

/** Where to cut `text` at or before `at`, so that no character is cut in two. */
const safeCut = (text: string, at: number): number =>
  at < text.length && isHighSurrogate(text.charCodeAt(at - 1)) ? at - 1 : at

/** Cuts text into pieces of at most `max` UTF-16 units. */
export const splitText = (text: string, max: number = TEXT_EVENT_MAX): string[] => {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    const end = safeCut(text, Math.min(at + max, text.length))
    pieces.push(wellFormed(text.slice(at, end)))
    at = end
  }
  return pieces
}

/** A streamed piece can end in the middle of a character: what is whole, and the half to put before the next piece. */
export const wholeText = (text: string): { whole: string; half: string } => {
  const half = isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.slice(-1) : ''
  return { whole: half === '' ? text : text.slice(0, -1), half }
}

/** A text of at most about `max` units: the middle of a longer one is left out, and the gap says so. */
export const clipText = (text: string, max: number): string => {
  if (text.length <= max) return wellFormed(text)
  const head = safeCut(text, Math.floor(max / 2))
  const tail = safeCut(text, text.length - Math.floor(max / 2))
  return wellFormed(`${text.slice(0, head)}\n… ${tail - head} characters left out …\n${text.slice(tail)}`)
}

/** A single line of at most `max` units. */
export const clipLine = (text: string, max: number): string =>
  wellFormed(text.length <= max ? text : `${text.slice(0, safeCut(text, max - 1))}…`)
