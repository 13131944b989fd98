import { TOOL_INPUT_LENGTH } from './limits.ts'

/** A text of at most `length`, which says what was left out. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}\n… ${text.length - length} more characters`
}

/** A tool's input as JSON; long texts inside are cut, so that it stays valid. Empty for what JSON has no word for. */
export function inputJson(input: unknown): string {
  const shorten = (_: string, value: unknown) =>
    typeof value === 'string' ? cut(value, TOOL_INPUT_LENGTH) : value
  return JSON.stringify(input, shorten) ?? ''
}
