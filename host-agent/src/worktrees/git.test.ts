import { afterEach, expect, it, vi } from 'vitest'
import { git } from './git.ts'

afterEach(() => vi.unstubAllEnvs())

it('names a git that is not installed, rather than a folder', async () => {
  vi.stubEnv('PATH', '/nowhere')
  await expect(git('/', 'status')).rejects.toMatchObject({ code: 'host.git_missing' })
})

it('gives the words of a git that failed', async () =>
  expect(await git('/nowhere', 'status')).toMatchObject({
    ok: false,
    words: expect.stringContaining('/nowhere'),
  }))
