import { describe, expect, it } from 'vitest'
import { formsOnly } from './forms-only.ts'
import { GOING, toldBy } from './testing.ts'

const notices: string[] = []
const side = formsOnly({
  cwd: '/nowhere',
  environment: {},
  ask: async () => ({ reject: true }),
  fill: async () => ({ values: { branch: 'main' } }),
  permit: async () => false,
  notice: (text) => notices.push(text),
})
const elicit = (params: object) => side.handle('elicitation/create', params, GOING)

describe('an agent that is served forms only', () => {
  it('has its form filled in, and is told that this is all that it can ask for', async () => {
    expect(side.capabilities()).toEqual({ elicitation: { form: {} } })
    const requestedSchema = { type: 'object', properties: { branch: { type: 'string' } } }
    const response = await elicit({ mode: 'form', message: 'Which?', requestedSchema })
    expect(response).toEqual({ action: 'accept', content: { branch: 'main' } })
    expect(notices).toEqual([])
  })

  it('has a page to open declined, and the person is told', async () => {
    expect(await elicit({ mode: 'url', message: 'x', url: 'https://example.org/' })).toEqual({
      action: 'decline',
    })
    expect(notices).toEqual([expect.stringContaining('example.org')])
  })

  it.each(['fs/read_text_file', 'fs/write_text_file', 'terminal/create', 'craft/drainMidTurnQueue'])(
    'gets nothing by %s',
    async (method) => {
      const params = { path: '/etc/passwd', content: 'x', command: 'true' }
      expect(await toldBy(() => side.handle(method, params, GOING))).toBe(-32601)
    },
  )
})
