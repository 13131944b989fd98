import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary root that holds everything of one test: homes, repositories, logs. */
export interface Sandbox {
  readonly root: string
  /** An environment built from nothing: PATH and temporary folders only. */
  env(extra?: NodeJS.ProcessEnv): NodeJS.ProcessEnv
  /** A git repository with one commit. */
  repository(name: string, files?: Record<string, string>): string
  remove(): void
}

export const makeSandbox = (): Sandbox => {
  const root = mkdtempSync(join(tmpdir(), 'hearth-e2e-'))
  const folder = (name: string) => {
    const path = join(root, name)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }
  const env = (extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder('home'),
    TMPDIR: folder('tmp'),
    XDG_CONFIG_HOME: folder('home/.config'),
    XDG_DATA_HOME: folder('home/.local/share'),
    XDG_STATE_HOME: folder('home/.local/state'),
    XDG_CACHE_HOME: folder('home/.cache'),
    XDG_RUNTIME_DIR: folder('run'),
    GIT_CONFIG_NOSYSTEM: '1',
    ...extra,
  })
  return {
    root,
    env,
    repository: (name, files = { 'README.md': '# A small project\n' }) => {
      const path = folder(name)
      for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.test', ...args], {
          cwd: path,
          env: env(),
          stdio: 'pipe',
        })
      git('init', '-q', '-b', 'main')
      git('add', '-A')
      git('commit', '-qm', 'Start')
      return path
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}
