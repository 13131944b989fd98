import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installed, REAL_AGENTS } from './index.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-recipe-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

const recipes = Object.values(REAL_AGENTS)
for (const { id } of recipes) {
  if (installed(id) === null)
    process.stderr.write(`SKIPPED: ${id} is not installed: node scripts/agents/install.mjs\n`)
}

describe.each(recipes.filter(({ id }) => installed(id) !== null))('the world of $id', (recipe) => {
  it('is its own: nothing of ours gets in, and all that it names is in its home', () => {
    vi.stubEnv('HEARTH_SECRET', 'ours')
    vi.stubEnv('ANTHROPIC_BASE_URL', 'https://example.invalid')
    vi.stubEnv('HTTPS_PROXY', 'http://example.invalid')
    const { env } = recipe.prepare(home, 'http://127.0.0.1:1')
    expect(env.HOME).toBe(home)
    expect(JSON.stringify(env)).not.toMatch(/example\.invalid|HEARTH/)
    for (const [name, value] of Object.entries(env)) {
      if (name !== 'PATH' && value.startsWith('/')) expect(value, name).toContain(home)
    }
  })
})
