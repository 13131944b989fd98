import { expect, it } from 'vitest'
import { STREAM_SILENCE_MS } from '../limits.ts'
import { isSick } from './sick.ts'

const hub = (turns: boolean, heard: number) => ({ hasTurns: () => turns, heardAt: () => heard })
const now = () => 1_000_000
const long = now() - STREAM_SILENCE_MS - 1
const well = async () => true
const ill = async () => false

it.each([
  ['a session has a turn', hub(true, long), ill],
  ['its events still come', hub(false, now() - 1_000), ill],
  ['it says that it is healthy', hub(false, long), well],
])('a server that did not answer is left alone when %s', async (_, at, check) => {
  expect(await isSick(at, check, now)).toBe(false)
})

it('a server that nobody works with and that says nothing at all may be ended', async () => {
  expect(await isSick(hub(false, long), ill, now)).toBe(true)
})

it('a turn that begins while the server is asked keeps it', async () => {
  let turns = false
  const check = async () => {
    turns = true
    return false
  }
  expect(await isSick({ hasTurns: () => turns, heardAt: () => long }, check, now)).toBe(false)
})
