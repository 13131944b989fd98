import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { expect, it } from 'vitest'
import { AgentError } from '../driver.ts'
import { Recorder } from '../testing/recorder.ts'
import { Catalogue } from './catalogue.ts'
import { Hub } from './hub.ts'
import { OpencodeSession } from './session.ts'

const text = (words: string) => [{ type: 'text' as const, text: words }]

/** A session on a server that `client` gives. */
function sessionOn(client: () => Promise<OpencodeClient>): OpencodeSession {
  const after = () => () => undefined
  const ask = <T>(run: (client: OpencodeClient) => Promise<T>) => client().then(run)
  return new OpencodeSession({ sessionID: 'ses_1', directory: '/repo' }, null, {
    ...{ hub: new Hub(), client, ask, defaults: {} },
    catalogue: new Catalogue({ ask, after, isUp: () => false, log: () => undefined }),
    during: (work) => work(),
    restart: async () => undefined,
    unstopped: { add: () => undefined, clear: async () => undefined },
  })
}

it.each([
  ['stopped', (session: OpencodeSession) => session.cancel()],
  ['stopped by force', (session: OpencodeSession) => session.kill()],
  ['let go', (session: OpencodeSession) => session.close()],
])('does not send a prompt that was %s while the server was started', async (how, end) => {
  const calls: string[] = []
  const called = (name: string) => async () => {
    calls.push(name)
    return { data: {}, response: new Response() }
  }
  const server = {
    session: { promptAsync: called('prompt'), abort: called('abort'), status: called('status') },
  } as unknown as OpencodeClient
  let start = (): void => undefined
  const started = new Promise<OpencodeClient>((resolve) => {
    start = () => resolve(server)
  })
  const sink = new Recorder()
  const session = sessionOn(() => started)
  const turn = session.prompt({ key: session.mintKey(), content: text('begin') }, sink)
  const ended = end(session)
  if (how === 'stopped by force') await sink.until(() => sink.how !== null)
  start()
  await Promise.all([turn, ended])
  expect(sink.how).toEqual({ outcome: 'cancelled' })
  expect(calls).not.toContain('prompt')
})

it('certainly does not give a steering prompt to a turn that could not begin', async () => {
  const session = sessionOn(() => Promise.reject(new AgentError('agent.start_failed', 'no server')))
  const turn = session.prompt({ key: session.mintKey(), content: text('begin') }, new Recorder())
  const given = session.steer({ key: session.mintKey(), content: text('steer') })
  const reason = { name: 'AgentError' }
  expect(await Promise.allSettled([turn, given])).toMatchObject([
    { status: 'rejected', reason: { ...reason, code: 'agent.start_failed' } },
    { status: 'rejected', reason },
  ])
})
