import { HearthError } from '../protocol/error.ts'
import { MAX_CONTROL, MAX_CONTROL_DEPTH } from './limits.ts'

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** How deep lists and objects nest, and how many keys there are, without parsing: a parser may recurse, this does not. */
const shapeOf = (text: string): { deepest: number; keys: number } => {
  let depth = 0
  let deepest = 0
  let keys = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (quoted) {
      if (char === BACKSLASH) i++
      else if (char === QUOTE) quoted = false
    } else if (char === QUOTE) quoted = true
    else if (char === COLON) keys++
    else if (char === OPEN_LIST || char === OPEN_OBJECT) deepest = Math.max(deepest, ++depth)
    else if (char === CLOSE_LIST || char === CLOSE_OBJECT) depth--
  }
  return { deepest, keys }
}

/** How many keys a value has, at every level. @throws {HearthError} `relay.protocol` for one that could reach a prototype */
const countPlainKeys = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countPlainKeys(item), 0)
  return Object.entries(value).reduce((sum, [key, item]) => {
    if (FORBIDDEN.has(key)) throw new HearthError('relay.protocol', 'A key that has no place here')
    return sum + 1 + countPlainKeys(item)
  }, 0)
}

/**
 * Parses the JSON of a control message. @throws {HearthError} `relay.protocol` when it is too long, too deep,
 * not JSON, has a key twice or one that could reach a prototype
 */
export const parseControl = (text: string): unknown => {
  if (text.length > MAX_CONTROL) throw new HearthError('relay.protocol', 'The control message is too long')
  const { deepest, keys } = shapeOf(text)
  if (deepest > MAX_CONTROL_DEPTH) {
    throw new HearthError('relay.protocol', 'The control message is nested too deeply')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HearthError('relay.protocol', 'The control message is not JSON')
  }
  if (countPlainKeys(value) !== keys) {
    throw new HearthError('relay.protocol', 'The control message has a key twice')
  }
  return value
}
