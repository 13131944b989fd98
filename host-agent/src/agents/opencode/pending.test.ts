import { expect, it } from 'vitest'
import type { ReplyResult, TurnSink } from '../driver.ts'
import { Pending } from './pending.ts'
import type { PermissionAsked } from './wire.ts'

const asked = (id: string): PermissionAsked => ({
  id,
  sessionID: 'ses_1',
  permission: 'bash',
  patterns: ['ls'],
  metadata: { command: 'ls' },
})

/** What a turn waits for, with what the host was told; `reply` is how opencode takes the next reply. */
function start(reply: () => Promise<ReplyResult> = async () => 'applied') {
  const told: string[] = []
  const requests = new Map<string, Parameters<TurnSink['request']>[0]>()
  const sink = {
    request: (request: Parameters<TurnSink['request']>[0]) => {
      told.push(`asks ${request.id}`)
      requests.set(request.id, request)
    },
    requestGone: (id: string) => told.push(`${id} is gone`),
  } as unknown as TurnSink
  const pending = new Pending(sink, { permission: reply, question: reply })
  const allow = async (id: string) => {
    const request = requests.get(id)
    if (request?.kind !== 'permission') throw new Error(`${id} was not asked`)
    return request.reply({ allow: true })
  }
  return { pending, told, allow }
}

it('keeps a request that came while opencode was being asked what it waits for', () => {
  const { pending, told } = start()
  pending.permission(asked('per_1'), '/repo')
  const keepOnly = pending.census()
  pending.permission(asked('per_2'), '/repo')
  keepOnly(new Set())
  expect(told).toEqual(['asks per_1', 'asks per_2', 'per_1 is gone'])
})

it('does not ask again for what was replied to while opencode was being asked', async () => {
  let arrive = (_: ReplyResult): void => undefined
  const { pending, told, allow } = start(() => new Promise((resolve) => (arrive = resolve)))
  pending.permission(asked('per_1'), '/repo')
  const replied = allow('per_1')
  pending.permission(asked('per_1'), '/repo')
  arrive('applied')
  expect(await replied).toBe('applied')
  pending.permission(asked('per_1'), '/repo')
  expect(told).toEqual(['asks per_1'])
})

it('waits on, and can be replied to again, when a reply did not arrive', async () => {
  const answers: (() => Promise<ReplyResult>)[] = [
    () => Promise.reject(new Error('cut')),
    async () => 'applied',
  ]
  const { pending, allow } = start(() => answers.shift()?.() ?? Promise.reject(new Error('asked too often')))
  pending.permission(asked('per_1'), '/repo')
  await expect(allow('per_1')).rejects.toThrow('cut')
  expect(await allow('per_1')).toBe('applied')
  expect(await allow('per_1')).toBe('gone')
})

it.each([
  ['once', 'applied'],
  ['reject', 'gone'],
])('believes opencode’s event (%s) where its answer to a reply is late', async (reply, result) => {
  const { pending, allow } = start(() => new Promise(() => undefined))
  pending.permission(asked('per_1'), '/repo')
  const replied = allow('per_1')
  pending.gone('per_1', { reply })
  expect(await replied).toBe(result)
})

it('takes being withdrawn for no word on a reply that is underway', async () => {
  let arrive = (_: ReplyResult): void => undefined
  const { pending, allow } = start(() => new Promise((resolve) => (arrive = resolve)))
  pending.permission(asked('per_1'), '/repo')
  const replied = allow('per_1')
  pending.close()
  arrive('applied')
  expect(await replied).toBe('applied')
})
