import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { expect, it, vi } from 'vitest'
import { Recorder } from '../testing/recorder.ts'
import { mintMessageId } from './ids.ts'
import { Repairs } from './repairs.ts'
import { Turn } from './turn.ts'

it('asks again for what the turn waits for, and for nothing that a turn before it asked', async () => {
  const key = mintMessageId()
  const idAt = (ms: number) => mintMessageId(ms).replace('msg_', 'per_')
  const [stale, own] = [idAt(Date.now() - 60_000), idAt(Date.now() + 1_000)]
  const answer = (data: unknown) => async () => ({ data, response: new Response() })
  const asked = (id: string) => ({ id, sessionID: 'ses_1', permission: 'bash' })
  const client = {
    session: {
      message: answer({}),
      messages: answer([]),
      status: answer({ ses_1: { type: 'busy' } }),
    },
    permission: { list: answer([asked(stale), asked(own)]) },
    question: { list: answer([]) },
  } as unknown as OpencodeClient
  const gone = async () => 'gone' as const
  const turn = new Turn({
    ...{ root: 'ses_1', key, sink: new Recorder(), replies: { permission: gone, question: gone } },
    onSettled: () => undefined,
  })
  const told: string[] = []
  const repairs = new Repairs({
    ...{ where: { sessionID: 'ses_1', directory: '/repo' }, key, turn },
    parts: {
      client: async () => client,
      hub: {
        deliver: async ({ properties }: { properties: { id: string } }) => void told.push(properties.id),
      },
    } as unknown as ConstructorParameters<typeof Repairs>[0]['parts'],
    isCancelled: () => false,
    send: () => undefined,
    arm: () => undefined,
    fail: () => undefined,
  })
  repairs.start(false)
  await vi.waitFor(() => expect(told).toContain(own))
  expect(told).toEqual([own])
})
