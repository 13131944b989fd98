import { HearthError } from '@hearth/shared/protocol'
import { MAX_LINE } from './limits.ts'

/** Cuts a byte stream into JSON lines, one value a line. */
export class Lines {
  #parts: Buffer[] = []
  #size = 0

  /** The values that are complete now. @throws {HearthError} `control.protocol` for a line that is too long or no JSON */
  push(bytes: Buffer): unknown[] {
    const values: unknown[] = []
    let at = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, at)) {
      values.push(parse(this.#take(bytes.subarray(at, end))))
      at = end + 1
    }
    this.#keep(bytes.subarray(at))
    return values
  }

  #take(last: Buffer): string {
    this.#keep(last)
    const line = Buffer.concat(this.#parts).toString('utf8')
    this.#parts = []
    this.#size = 0
    return line
  }

  #keep(part: Buffer): void {
    this.#size += part.length
    if (this.#size > MAX_LINE) throw new HearthError('control.protocol', 'A line is too long')
    if (part.length > 0) this.#parts.push(part)
  }
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    throw new HearthError('control.protocol', 'A line is not JSON')
  }
}

/** A value as a line. @throws {HearthError} `control.protocol` when it is too long */
export const lineOf = (value: unknown): string => {
  const line = `${JSON.stringify(value)}\n`
  if (line.length > MAX_LINE) throw new HearthError('control.protocol', 'The answer is too long for one line')
  return line
}
