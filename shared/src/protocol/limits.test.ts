import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as cryptoRoom from '../crypto/limits.ts'
import { BUCKETS, MAX_CONTENT } from '../crypto/limits.ts'
import * as linkRoom from '../link/limits.ts'
import { SESSION_LIMITS } from '../session/limits.ts'
import { checkLimitsDoc, constantLimits } from '../testing/limits-doc.ts'
import * as transportRoom from '../transport/limits.ts'
import { MAX_FRAME_CONTENT, WIRE_LIMITS } from './limits.ts'

const page = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8')

test.each([
  ['shared/session', SESSION_LIMITS],
  ['shared/protocol', WIRE_LIMITS],
  ['shared/crypto', constantLimits(cryptoRoom)],
  ['shared/link', constantLimits(linkRoom)],
  ['shared/transport', constantLimits(transportRoom)],
])('docs/limits.md has the limits of %s', (room, limits) => {
  expect(checkLimitsDoc(page, room, limits)).toEqual([])
})

test('a full chunk fills a bucket exactly', () => {
  const lengthField = 4
  expect(BUCKETS).toContain(MAX_FRAME_CONTENT + lengthField)
  expect(MAX_FRAME_CONTENT).toBeLessThan(MAX_CONTENT)
})
