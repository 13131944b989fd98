import { HearthError } from '@hearth/shared/protocol'
import { describe, expect, it } from 'vitest'
import { anId, aQuestionRequest, aRequest, aState } from './build.ts'
import { fakeHost } from './fake-host.ts'

describe('a fake host', () => {
  it('has a request go through sending to the receipt, and records what was decided', async () => {
    const request = aRequest()
    const host = fakeHost({ requests: [request] })
    const deciding = host.actions.decide(request.id, 'deny', { reason: 'not now' })
    expect(host.requests().get(request.id)?.state).toBe('sending')
    await deciding
    expect(host.requests().get(request.id)).toMatchObject({ state: 'applied', outcome: 'denied' })
    expect(host.askedTo('decide')).toEqual([
      { action: 'decide', request: request.id, choice: 'deny', reason: 'not now' },
    ])
  })

  it('fails where its script says so', async () => {
    const request = aQuestionRequest()
    const error = { code: 'link.lost', message: 'lost' }
    const host = fakeHost({
      requests: [request],
      script: {
        answer: (view) => ({ ...view, state: 'failed', error }),
        call: () => {
          throw new HearthError('host.busy')
        },
      },
    })
    expect(await host.actions.answer(request.id, { kind: 'question', answers: [['Memory']] })).toMatchObject({
      state: 'failed',
      error,
    })
    await expect(host.actions.call('stop', { session: anId(1), turn: 1 })).rejects.toMatchObject({
      code: 'host.busy',
    })
  })

  it('tells followers the state, its growth and its end', async () => {
    const session = anId(1)
    const host = fakeHost({ states: { [session]: aState({ seq: 1 }) } })
    const heard: string[] = []
    host.actions.follow(session, (update) => heard.push(update.type))
    await Promise.resolve()
    host.append(session, { type: 'session.changed', at: 2, title: 'Another' })
    host.endFollows(session, new HearthError('host.unknown_session'))
    expect(heard).toEqual(['snapshot', 'caught-up', 'agents', 'events', 'ended'])
  })

  it('keeps a prompt until the test settles it', async () => {
    const host = fakeHost()
    const { id, outcome } = await host.actions.prompt(anId(1), [{ type: 'text', text: 'hi' }])
    expect(host.outbox()).toHaveLength(1)
    host.settlePrompt(id, { state: 'admitted', turn: 1 })
    expect(await outcome).toEqual({ state: 'admitted', turn: 1 })
    expect(host.outbox()).toEqual([])
  })
})
