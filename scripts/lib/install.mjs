import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { explainInstallFailure } from './install-errors.mjs'
import { inRoot, ROOT } from './paths.mjs'
import { runCaptured } from './run.mjs'
import { Problem, say, since } from './say.mjs'
import { isInstalled, markInstalled } from './stamp.mjs'

const PNPM = 'pnpm@10.34.9'
const REPORT_EVERY_MS = 10_000
/** npm waits 10 and then 60 s between tries: too long to be told that there is no network. Own settings win. */
const PATIENCE = { npm_config_fetch_retry_mintimeout: '1000', npm_config_fetch_retry_maxtimeout: '5000' }

/** npx of the npm that started us if there is one (no PATH or shell involved), else the one in PATH. */
function npx() {
  const npm = process.env.npm_execpath
  const beside = npm === undefined ? undefined : join(dirname(npm), 'npx-cli.js')
  return beside !== undefined && existsSync(beside)
    ? { program: process.execPath, args: [beside] }
    : { program: 'npx', args: [] }
}

/** A line every ten seconds at most, from pnpm's own progress lines. */
function progress() {
  let last = Date.now()
  return (line) => {
    const counts = /resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)/.exec(line)
    if (!counts || Date.now() - last < REPORT_EVERY_MS) return
    last = Date.now()
    say(`still installing: ${counts[3]} packages downloaded, ${counts[4]} of ${counts[1]} in place`)
  }
}

/**
 * Runs the pinned pnpm's `install` with what the lock file of the folder says; a {@link Problem} says why it failed.
 * @param {readonly string[]} [args] more options @param {string} [cwd]
 */
export async function installLocked(args = [], cwd = ROOT) {
  const { program, args: npxArgs } = npx()
  const { code, output } = await runCaptured(
    program,
    [
      ...npxArgs,
      '-y',
      '--prefer-offline',
      '--loglevel=error',
      PNPM,
      'install',
      '--loglevel=info',
      '--frozen-lockfile',
      '--prefer-offline',
      '--reporter=append-only',
      '--config.confirmModulesPurge=false',
      ...args,
    ],
    { cwd, env: { ...PATIENCE, ...process.env, npm_config_update_notifier: 'false' }, onLine: progress() },
  )
  if (code !== 0) throw new Problem(explainInstallFailure(code, output))
}

/** Installs what the lock file says, unless that was done already for this Node and platform. */
export async function ensureInstalled() {
  if (isInstalled()) return
  const start = Date.now()
  const first = !existsSync(inRoot('node_modules'))
  say(first ? 'installing packages (first time, about 15 s)…' : 'packages changed, installing…')
  await installLocked()
  markInstalled()
  say(`installed in ${since(start)}`)
}
