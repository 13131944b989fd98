import { expect, it } from 'vitest'
import { AgentError } from '../driver.ts'
import { Recorder } from '../testing/recorder.ts'
import { Catalogue } from './catalogue.ts'
import { Hub } from './hub.ts'
import { OpencodeSession } from './session.ts'

const text = (words: string) => [{ type: 'text' as const, text: words }]

it('certainly does not give a steering prompt to a turn that could not begin', async () => {
  const client = () => Promise.reject(new AgentError('agent.start_failed', 'no server'))
  const after = () => () => undefined
  const session = new OpencodeSession({ sessionID: 'ses_1', directory: '/repo' }, null, {
    ...{ hub: new Hub(), client, ask: client, defaults: {} },
    catalogue: new Catalogue({ ask: client, after, isUp: () => false, log: () => undefined }),
    during: (work) => work(),
    restart: async () => undefined,
  })
  const turn = session.prompt({ key: session.mintKey(), content: text('begin') }, new Recorder())
  const given = session.steer({ key: session.mintKey(), content: text('steer') })
  const reason = { name: 'AgentError' }
  expect(await Promise.allSettled([turn, given])).toMatchObject([
    { status: 'rejected', reason: { ...reason, code: 'agent.start_failed' } },
    { status: 'rejected', reason },
  ])
})
