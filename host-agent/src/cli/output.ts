import { safeText } from './format/escape.ts'

/** Where a command writes: text for people, or one JSON value a line for programs. */
export interface Output {
  readonly json: boolean
  /** A line for people on standard output; nothing with --json. */
  line(text?: string): void
  /** Text without an end of line, for streams; nothing with --json. */
  raw(text: string): void
  /** A value for programs on standard output; nothing without --json. */
  value(value: unknown): void
  /** A line for people on standard error, always. */
  note(text: string): void
}

/** Bytes become hex in JSON, so that facts and ids stay readable. */
const plain = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value

/** Writes to the given streams. */
export const createOutput = (
  json: boolean,
  stdout: NodeJS.WritableStream = process.stdout,
  stderr: NodeJS.WritableStream = process.stderr,
): Output => ({
  json,
  line: (text = '') => void (json || stdout.write(`${text}\n`)),
  raw: (text) => void (json || stdout.write(text)),
  value: (value) => void (json && stdout.write(`${JSON.stringify(value, plain)}\n`)),
  note: (text) => void stderr.write(`${safeText(text)}\n`),
})
