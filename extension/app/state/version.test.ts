import { expect, it } from 'vitest'
import { version } from '../../package.json'
import { VERSION } from './version.ts'

it('is the package’s version', () => {
  expect(VERSION).toBe(version)
})
