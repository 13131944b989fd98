import { describe, expect, it } from 'vitest'
import { openCatalog } from '../../agents/catalog.ts'
import type { AgentDriver, ModelSource } from '../../agents/driver.ts'
import { FakeAgent } from '../../sessions/testing/fake-driver.ts'
import { describeAgent } from './models.ts'

const { signal } = new AbortController()
const driver = (modelSource: () => Promise<ModelSource>): AgentDriver => ({
  ...new FakeAgent().driver(),
  modelSource,
})

describe('what hearth up says of an agent', () => {
  it('offers the tour where the person has set up no model', async () => {
    const say = (source: ModelSource) =>
      describeAgent(
        driver(async () => source),
        '/',
        signal,
      )
    expect(await say('none')).toMatch(/no model is configured.*opencode auth login.*--demo/)
    expect(await say('free')).toMatch(/free models.*--demo/)
    expect(await say('own')).not.toContain('--demo')
  })

  it('says which program was looked for, where, how to get it, and offers the tour', async () => {
    const settings = { opencode: { program: '/nowhere/opencode' } }
    const catalog = openCatalog({ home: '/nowhere/hearth', environment: {}, settings })
    const [opencode] = catalog.values()
    expect(opencode && (await describeAgent(opencode, '/', signal))).toMatch(
      /“opencode” was not found.*\/nowhere\/opencode.*npm install.*--demo/,
    )
  })

  it('does not wait for an agent when it is told to end', async () => {
    const end = new AbortController()
    const line = describeAgent(
      driver(() => new Promise(() => undefined)),
      '/',
      end.signal,
    )
    end.abort()
    expect(await line).toBe('has not answered yet')
  })
})
