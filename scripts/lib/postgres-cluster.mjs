import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { giveTo } from './postgres-user.mjs'
import { runCaptured } from './run.mjs'

const READY_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 5_000
/** Another program may take the port between our asking for a free one and PostgreSQL's binding it. */
const PORT_TRIES = 3
const READY_LINE = 'database system is ready to accept connections'

/** Throw-away data: speed matters, surviving a power cut does not. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_connections: '100',
  logging_collector: 'off',
  log_destination: 'stderr',
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Resolves to undefined when ready, else to what PostgreSQL printed. */
function whenReady(child) {
  return new Promise((resolve) => {
    let output = ''
    const timer = setTimeout(
      () => end(`not ready after ${READY_TIMEOUT_MS / 1000} s\n${output}`),
      READY_TIMEOUT_MS,
    )
    const end = (result) => {
      clearTimeout(timer)
      child.stderr.removeAllListeners('data').resume()
      resolve(result)
    }
    child.stderr.on('data', (chunk) => {
      output += chunk.toString('utf8')
      if (output.includes(READY_LINE)) end(undefined)
    })
    child.once('error', (error) => end(error.message))
    child.once('exit', () => end(output))
  })
}

/** Fast shutdown, then an immediate one; resolves when the process is gone. */
function stopProcess(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGINT')
  })
}

/**
 * Makes a database cluster in `folder` and runs it on a free loopback port with a random password.
 * @param {string} bin folder with initdb and postgres @param {string} folder empty, ours to fill
 * @param {{ uid?: number, gid?: number }} user as whom
 * @returns {Promise<{ url: string, stop: () => Promise<void> } | { problem: string }>}
 */
export async function startCluster(bin, folder, user) {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const password = randomBytes(18).toString('hex')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  mkdirSync(data, { mode: 0o700 })
  for (const path of [folder, passwordFile, data]) giveTo(user, path)
  const as = {
    uid: user.uid,
    gid: user.gid,
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C' },
  }

  const made = await runCaptured(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ],
    as,
  )
  rmSync(passwordFile, { force: true })
  if (made.code !== 0) return { problem: `initdb failed: ${made.output.trim()}` }

  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let problem
  for (let attempt = 0; attempt < PORT_TRIES; attempt++) {
    const port = await freePort()
    // Detached: a Ctrl-C in the terminal is ours to handle, after the tests have closed their connections.
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...as,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    problem = await whenReady(child)
    if (problem === undefined) {
      return {
        url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
        stop: () => stopProcess(child),
      }
    }
    await stopProcess(child)
  }
  return { problem: `PostgreSQL did not start: ${problem.trim()}` }
}
