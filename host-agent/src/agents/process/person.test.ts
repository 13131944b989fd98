import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loginPath } from './login-path.ts'
import { personEnvironment } from './person.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-person-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const PATH = '/usr/bin:/bin'

/** A login shell that does `profile` before it runs what it is asked to. */
function shell(profile: string): Record<string, string> {
  const path = join(folder, 'shell')
  writeFileSync(path, `#!/bin/sh\n[ "$1" = -lc ] || exit 9\n${profile}\nexec /bin/sh -c "$2"\n`)
  chmodSync(path, 0o755)
  return { SHELL: path, HOME: folder, PATH }
}

describe('the login shell’s PATH', () => {
  it('is what its profiles make of it, whatever they print', async () => {
    const env = shell('echo "Welcome!"; echo noise >&2; PATH="$PATH:/home/alice/.local/bin"; export PATH')
    expect(await loginPath(env)).toBe(`${PATH}:/home/alice/.local/bin`)
  })

  it('is that of a real shell', async () => {
    expect(await loginPath({ SHELL: '/bin/sh', HOME: folder, PATH })).toContain('/usr/bin')
  })

  it('is unknown where there is no shell, or none that works', async () => {
    expect(await loginPath({ PATH })).toBeNull()
    expect(await loginPath({ SHELL: 'sh', PATH })).toBeNull()
    expect(await loginPath({ SHELL: join(folder, 'none'), PATH })).toBeNull()
    expect(await loginPath(shell('exit 1'))).toBeNull()
    expect(await loginPath(shell('exec echo "this account is not available"'))).toBeNull()
  })

  it('is not waited for longer than stated, nor read without end', async () => {
    expect(await loginPath(shell('sleep 300'), 50)).toBeNull()
    expect(await loginPath(shell('while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done'), 200)).toBeNull()
  })
})

describe('the person’s environment', () => {
  const login = (path: string | null) => ({ login: async () => path })

  it('has the login shell’s PATH, in its order where it holds all of ours', async () => {
    const long = '/home/alice/.local/bin:/usr/bin:/bin'
    expect(await personEnvironment({ PATH, LANG: 'C' }, login(long))).toEqual({ PATH: long, LANG: 'C' })
  })

  it('has our own PATH first where it has more: a terminal’s, or one set on purpose', async () => {
    const own = '/opt/mine:/usr/bin'
    const { PATH: path } = await personEnvironment({ PATH: own }, login('/usr/bin:/bin:/opt/theirs'))
    expect(path).toBe('/opt/mine:/usr/bin:/bin:/opt/theirs')
  })

  it('has our own PATH where the login shell’s is unknown, and says so in the log alone', async () => {
    const log = vi.fn<(line: string) => void>()
    const env = { PATH, SHELL: '/bin/alice' }
    expect(await personEnvironment(env, { ...login(null), log })).toEqual(env)
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('login shell'))
  })

  it('is without what a package manager gives to its scripts', async () => {
    const script = {
      PATH: '/code/hearth/node_modules/.bin:/code/node_modules/.bin:/npm/node-gyp-bin:/usr/bin:/bin',
      HOME: '/home/alice',
      ANTHROPIC_API_KEY: 'k',
      npm_lifecycle_event: 'start',
      npm_lifecycle_script: 'node scripts/start.mjs',
      npm_config_prefix: '/usr',
      npm_package_name: 'hearth',
      npm_execpath: '/npm/cli.js',
      npm_node_execpath: '/usr/bin/node',
      PNPM_SCRIPT_SRC_DIR: '/code/hearth',
      INIT_CWD: '/code/hearth',
      NODE: '/usr/bin/node',
      NODE_ENV: 'production',
      NODE_OPTIONS: '--use-system-ca',
    }
    expect(await personEnvironment(script, login(null))).toEqual({
      PATH,
      HOME: '/home/alice',
      ANTHROPIC_API_KEY: 'k',
      NODE_OPTIONS: '--use-system-ca',
    })
  })

  it('keeps a person’s own settings of npm where no script runs', async () => {
    const own = {
      PATH: '/code/node_modules/.bin:/bin',
      npm_config_registry: 'https://npm.example',
      NODE_ENV: 'test',
    }
    expect(await personEnvironment(own, login(null))).toEqual(own)
  })
})
