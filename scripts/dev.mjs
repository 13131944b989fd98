import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { ensureBuilt, TSC } from './lib/build.mjs'
import { WEB_VIEW_BUILD } from './lib/build-faces.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { BUILT_PACKAGES, inRoot } from './lib/paths.mjs'
import { STOP_SIGNALS } from './lib/run.mjs'
import { main, say } from './lib/say.mjs'

/** The compiler writes many files at once; the restart waits until it has been quiet for this long. */
const QUIET_MS = 400

/** Keeps one `hearth up` running; a restart waits for the old one to be gone, so that ports and locks are free. */
function keeper(args) {
  let child
  let again = false
  const start = () => {
    again = false
    child = spawn(process.execPath, [inRoot('host-agent', 'bin', 'hearth.mjs'), 'up', ...args], {
      stdio: 'inherit',
    })
    child.once('exit', (code, signal) => {
      child = undefined
      if (again) start()
      else say(`hearth up ended (${signal ?? code}); waiting for a change`)
    })
  }
  return {
    restart() {
      if (!child) return start()
      again = true
      child.kill('SIGTERM')
    },
    stop(signal) {
      again = false
      child?.kill(signal)
    },
  }
}

main(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
  const up = keeper(process.argv.slice(2))
  // A group of its own: the compiler's program is a child of the script that we start, and both have to end.
  const compiler = spawn(process.execPath, [TSC, '-b', '--watch', '--preserveWatchOutput'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  })
  // The relay serves what is on the disk: a page that is loaded anew has the change.
  const bundler = spawn(process.execPath, [...WEB_VIEW_BUILD, '--watch'], {
    stdio: 'inherit',
    detached: true,
  })
  let timer
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      say('changed, restarting')
      up.restart()
    }, QUIET_MS)
  }
  const watchers = BUILT_PACKAGES.filter((name) => name !== 'e2e').map((name) =>
    watch(inRoot(name, 'dist'), { recursive: true }, (_, file) => {
      if (file?.endsWith('.js')) changed()
    }),
  )
  for (const signal of STOP_SIGNALS) {
    process.once(signal, () => {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
      for (const { exitCode, pid } of [compiler, bundler])
        if (exitCode === null) process.kill(-pid, 'SIGTERM')
      up.stop(signal)
    })
  }
  up.restart()
})
