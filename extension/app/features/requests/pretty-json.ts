import { REQUEST_CARD_LIMITS } from './limits.ts'

/** Indentation stops growing: a few KiB of brackets must not become megabytes of spaces. */
const indent = (depth: number): string => '  '.repeat(Math.min(depth, REQUEST_CARD_LIMITS.jsonDepth.value))

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Strings as they stand, marks of structure, and whatever else lies between white space. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/**
 * JSON with line breaks, for the eye. Only white space between its parts differs: nothing is read and written anew, so a
 * key that stands there twice is seen twice. What is no JSON stays as it is.
 */
export const prettyJson = (text: string): string => {
  if (!isJson(text)) return text
  const tokens = text.match(TOKENS) ?? []
  let depth = 0
  let out = ''
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1]
    if (token === '{' || token === '[') {
      const isEmpty = next === '}' || next === ']'
      if (!isEmpty) depth += 1
      out += isEmpty ? token : `${token}\n${indent(depth)}`
    } else if (token === '}' || token === ']') {
      const wasEmpty = tokens[at - 1] === '{' || tokens[at - 1] === '['
      if (!wasEmpty) depth -= 1
      out += wasEmpty ? token : `\n${indent(depth)}${token}`
    } else if (token === ',') out += `,\n${indent(depth)}`
    else out += token === ':' ? ': ' : token
  }
  return out
}
