import { HearthError } from '../protocol/error.ts'
import { MAX_CONTROL, MAX_CONTROL_DEPTH } from './limits.ts'

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const QUOTE = 0x22
const BACKSLASH = 0x5c
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** How deep lists and objects nest, without parsing: a parser may recurse, this does not. */
const depthOf = (text: string): number => {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (quoted) {
      if (char === BACKSLASH) i++
      else if (char === QUOTE) quoted = false
    } else if (char === QUOTE) quoted = true
    else if (char === OPEN_LIST || char === OPEN_OBJECT) deepest = Math.max(deepest, ++depth)
    else if (char === CLOSE_LIST || char === CLOSE_OBJECT) depth--
  }
  return deepest
}

const assertPlainKeys = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) assertPlainKeys(item)
    return
  }
  for (const [key, item] of Object.entries(value)) {
    if (FORBIDDEN.has(key)) throw new HearthError('relay.protocol', 'A key that has no place here')
    assertPlainKeys(item)
  }
}

/**
 * Parses the JSON of a control message. @throws {HearthError} `relay.protocol` when it is too long, too deep,
 * not JSON, or has a key that could reach a prototype
 */
export const parseControl = (text: string): unknown => {
  if (text.length > MAX_CONTROL) throw new HearthError('relay.protocol', 'The control message is too long')
  if (depthOf(text) > MAX_CONTROL_DEPTH) {
    throw new HearthError('relay.protocol', 'The control message is nested too deeply')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HearthError('relay.protocol', 'The control message is not JSON')
  }
  assertPlainKeys(value)
  return value
}
