import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CRYPTO_ERRORS } from './errors.ts'

const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8')

/** The first column of the table under "Refusals". */
function documented(): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith('Refusals')) ?? ''
  return [...section.matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1] ?? '')
}

describe('docs/protocol.md', () => {
  it('lists every code of this room once, and no other', () => {
    expect(documented().sort()).toEqual(Object.keys(CRYPTO_ERRORS).sort())
  })
})
