/** Progress and errors go to stderr, so that `npm start -- --json` and the like keep stdout for themselves. */
export function say(line) {
  process.stderr.write(`hearth: ${line}\n`)
}

/** Something a person has to put right. Printed without a stack. */
export class Problem extends Error {
  /** @param {string} what @param {number} [exitCode] */
  constructor(what, exitCode = 1) {
    super(what)
    this.exitCode = exitCode
  }
}

/**
 * Runs a script's body; a {@link Problem} becomes its message and exit code, anything else keeps its stack.
 * @param {() => Promise<number | undefined>} body resolves to the exit code, or undefined to leave it alone
 */
export function main(body) {
  body().then(
    (code) => {
      if (code !== undefined) process.exitCode = code
    },
    (error) => {
      if (error instanceof Problem) say(error.message)
      else process.stderr.write(`${error?.stack ?? error}\n`)
      process.exitCode = error instanceof Problem ? error.exitCode : 1
    },
  )
}

/** Milliseconds since `start` as "1.2 s". */
export function since(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`
}
