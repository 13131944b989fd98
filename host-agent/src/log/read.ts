import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { FOLLOW_MS, MAX_LOG_BYTES } from './limits.ts'

/** The last `count` lines of a log file; empty when there is none. */
export const lastLines = (file: string, count: number): string[] => {
  const { text } = readFrom(file, 0)
  return text.split('\n').filter(Boolean).slice(-count)
}

/** Calls `take` with each line that is written from now on, until the signal is aborted. Goes along with a new file. */
export const followLines = (file: string, take: (line: string) => void, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    let at = readFrom(file, 0).end
    let rest = ''
    const timer = setInterval(() => {
      const { text, end } = readFrom(file, at)
      at = end
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    }, FOLLOW_MS)
    const stop = () => {
      clearInterval(timer)
      resolve()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })

/** What stands behind `from`; from the beginning where the file has become shorter. */
const readFrom = (file: string, from: number): { text: string; end: number } => {
  if (!existsSync(file)) return { text: '', end: 0 }
  const fd = openSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    const start = size < from ? 0 : from
    const bytes = Buffer.alloc(Math.min(size - start, 2 * MAX_LOG_BYTES))
    const read = readSync(fd, bytes, 0, bytes.length, start)
    return { text: bytes.subarray(0, read).toString('utf8'), end: start + read }
  } finally {
    closeSync(fd)
  }
}
