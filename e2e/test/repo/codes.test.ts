import { CRYPTO_ERRORS } from '@hearth/shared/crypto'
import { ERRORS } from '@hearth/shared/protocol'
import { expect, it } from 'vitest'
import { unprovoked } from './rules/codes.ts'
import { readRepository } from './rules/sources.ts'

const repository = readRepository()
const HOME = 'shared/src/protocol/error.ts'

/** Put together from the reader's name, or given for a code that this version does not know. */
const MADE_UP = ['device.malformed', 'host.malformed', 'device.unknown_error'].map(
  (code) => `nothing gives ${code}`,
)

it('every error code is given by something, and provoked by a test', () => {
  expect(unprovoked(repository, Object.keys(ERRORS), HOME).filter((one) => !MADE_UP.includes(one))).toEqual(
    [],
  )
})

it('so is every refusal of the crypto room', () => {
  const home = 'shared/src/crypto/errors.ts'
  expect(unprovoked(repository, Object.keys(CRYPTO_ERRORS), home, 'shared/src/')).toEqual([])
})

it('a code that only stands in lists is found', () => {
  const source = { path: 'relay/src/a.ts', text: "throw new HearthError('relay.rate')" }
  const listed = { path: 'shared/src/protocol/error.test.ts', text: "'relay.rate'" }
  const tested = { path: 'relay/src/a.test.ts', text: "toMatchObject({ code: 'relay.rate' })" }
  expect(unprovoked([source, listed], ['relay.rate'], HOME)).toEqual(['no test provokes relay.rate'])
  expect(unprovoked([tested], ['relay.rate'], HOME)).toEqual(['nothing gives relay.rate'])
  expect(unprovoked([source, tested], ['relay.rate'], HOME)).toEqual([])
})
