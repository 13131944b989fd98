import { HearthError } from '@hearth/shared/protocol'
import { MAX_INPUT } from './limits.ts'

/** All of standard input as text. @throws {HearthError} `input.invalid` when it is too long */
export const readAll = async (stdin: NodeJS.ReadableStream = process.stdin): Promise<string> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stdin) {
    const bytes = Buffer.from(part)
    size += bytes.length
    if (size > MAX_INPUT) throw new HearthError('input.invalid', 'Standard input is too long')
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Calls `take` with each line of standard input until it says that it has enough, or the input ends. */
export const readLines = (
  take: (line: string) => void,
  stdin: NodeJS.ReadStream = process.stdin,
): (() => void) => {
  let rest = ''
  const onData = (part: Buffer | string) => {
    rest += part.toString()
    if (rest.length > MAX_INPUT) rest = ''
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      take(line.trim())
    }
  }
  stdin.on('data', onData)
  return () => {
    stdin.off('data', onData)
    stdin.pause()
    stdin.unref?.()
  }
}

/** The next line of standard input; null when it ends before one, or the command is to end. */
export const readLine = (
  signal: AbortSignal,
  stdin: NodeJS.ReadStream = process.stdin,
): Promise<string | null> =>
  new Promise((resolve) => {
    const end = (line: string | null) => {
      stop()
      stdin.off('end', ended)
      signal.removeEventListener('abort', ended)
      resolve(line)
    }
    const ended = () => end(null)
    const stop = readLines((line) => end(line), stdin)
    stdin.once('end', ended)
    signal.addEventListener('abort', ended, { once: true })
  })
