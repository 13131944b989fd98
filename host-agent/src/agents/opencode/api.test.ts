import { describe, expect, it } from 'vitest'
import { REFUSAL_LENGTH } from '../limits.ts'
import { call } from './api.ts'

const response = (status: number) => new Response(null, { status })

describe('a call to opencode', () => {
  it('gives what it answered', async () =>
    expect(await call('list', async () => ({ data: [1], response: response(200) }))).toEqual([1]))

  it('is unresponsive where no answer came: what it did is not known', async () => {
    const cut = new TypeError('fetch failed')
    const unresponsive = { code: 'agent.unresponsive', message: expect.stringContaining('fetch failed') }
    await expect(call('list', () => Promise.reject(cut))).rejects.toMatchObject(unresponsive)
    await expect(call('list', async () => ({ error: cut }))).rejects.toMatchObject(unresponsive)
  })

  it('is refused with the status and the beginning of its words', async () => {
    const long = async () => ({ error: 'x'.repeat(10_000), response: response(400) })
    const refused = await call('list', long).catch((error: unknown) => error)
    expect(refused).toMatchObject({ name: 'Refused', status: 400 })
    expect(String(refused).length).toBeLessThan(REFUSAL_LENGTH + 100)
  })
})
