import { HearthError } from '@hearth/shared/protocol'
import type { CliContext } from './context.ts'
import { readLine } from './stdin.ts'

/** Asks at the terminal; anything but a yes is a no. @throws {HearthError} `input.invalid` with --json: nobody is there to ask */
export const isYes = async (
  { out, signal }: CliContext,
  question: string,
  instead: string,
): Promise<boolean> => {
  if (out.json) throw new HearthError('input.invalid', `With --json nobody is asked: add ${instead}`)
  out.raw(`${question} [y/N] `)
  const line = await readLine(signal)
  return line !== null && /^(y|yes)$/i.test(line)
}
