import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ROOT } from './paths.mjs'

export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}

/** A terminal sends Ctrl-C to every program of the group itself: passing it on would make it two. */
function pass(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return
  child.kill(signal)
}

/**
 * Runs a program with our own stdin, stdout and stderr, passes signals on to it, and resolves to its exit
 * code (128 + signal number if a signal ended it).
 * @param {string} program @param {readonly string[]} args @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 */
export function runInherited(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: 'inherit',
    })
    const handlers = STOP_SIGNALS.map((signal) => [signal, () => pass(child, signal)])
    for (const [signal, handler] of handlers) process.on(signal, handler)
    const release = () => {
      for (const [signal, handler] of handlers) process.off(signal, handler)
    }
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      release()
      resolve(exitCodeOf(code, signal))
    })
  })
}

/**
 * Runs a program without a stdin and collects what it prints (stdout and stderr in one text).
 * A program that cannot be started resolves to code 127 with the reason as its output.
 * @param {string} program @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, uid?: number, gid?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCaptured(program, args, options = {}) {
  return new Promise((resolve) => {
    const { onLine, ...rest } = options
    const child = spawn(program, args, { cwd: ROOT, ...rest, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (chunk) => {
      const text = chunk.toString('utf8')
      output += text
      if (onLine) for (const line of text.split('\n')) onLine(line)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }))
    child.once('close', (code, signal) => resolve({ code: exitCodeOf(code, signal), output }))
  })
}
