import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { describe, expect, it } from 'vitest'
import { repliesTo } from './requests.ts'

/** A client that keeps what it was asked to send; `status` is what opencode answers. */
function client(status = 200) {
  const sent: unknown[] = []
  const take = async (body: unknown) => {
    sent.push(body)
    const response = new Response(null, { status })
    return status === 200 ? { data: true, response } : { error: 'no', response }
  }
  const fake = { permission: { reply: take }, question: { reply: take, reject: take } }
  const replies = repliesTo(async () => fake as unknown as OpencodeClient, '/home')
  return { sent, replies }
}

describe('A38 A39 a reply to opencode', () => {
  const where = { requestID: 'per_1', directory: '/repo' }

  it('is once or reject and nothing else: no edits, no rule for later', async () => {
    const { sent, replies } = client()
    const edited = { allow: true, updatedInput: { command: 'rm -rf ~' }, remember: true } as const
    expect(await replies.permission('per_1', '/repo', edited)).toBe('applied')
    const denied = { allow: false, reason: 'Not there', updatedInput: {} } as const
    await replies.permission('per_1', '/repo', denied)
    await replies.permission('per_1', null, { allow: false })
    expect(sent).toEqual([
      { ...where, reply: 'once' },
      { ...where, reply: 'reject', message: 'Not there' },
      { requestID: 'per_1', directory: '/home', reply: 'reject' },
    ])
  })

  it('to a question is its answers, or none', async () => {
    const { sent, replies } = client()
    await replies.question('per_1', '/repo', [['red']])
    await replies.question('per_1', '/repo', null)
    expect(sent).toEqual([{ ...where, answers: [['red']] }, where])
  })

  it('is gone where opencode no longer waits, and fails where it refuses', async () => {
    expect(await client(404).replies.permission('per_1', '/repo', { allow: true })).toBe('gone')
    await expect(client(500).replies.permission('per_1', '/repo', { allow: true })).rejects.toMatchObject({
      name: 'Refused',
      status: 500,
    })
  })
})
