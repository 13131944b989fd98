import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Catalog } from '../../agents/catalog/catalog.ts'
import type { AgentDriver, ModelSource } from '../../agents/driver.ts'
import { FakeAgent } from '../../sessions/testing/fake-driver.ts'
import { type Described, describeAgent, describeAgents } from './models.ts'

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
    const home = mkdtempSync(join(tmpdir(), 'hearth-models-'))
    const agents = { opencode: { program: '/nowhere/opencode' } }
    writeFileSync(join(home, 'agents.json'), JSON.stringify({ v: 1, agents }), { mode: 0o600 })
    const catalog = new Catalog({ home, environment: {} })
    const lines = await describeAgents(catalog, '/', signal)
    await catalog.close()
    rmSync(home, { recursive: true })
    expect(lines.find(([id]) => id === 'opencode')?.[1]).toMatch(
      /“opencode” was not found.*\/nowhere\/opencode.*npm install.*--demo/,
    )
  })

  it('tells of agents that nobody asked for in one line', async () => {
    const [ready, missing] = ['ready', 'missing'].map((state) => ({ state, version: '1', error: null }))
    const catalog = {
      start: async () => undefined,
      reports: () => [
        { id: 'codex', ...ready },
        { id: 'amp', ...missing },
        { id: 'pi', ...missing },
      ],
      driver: () => undefined,
    } as unknown as Described
    expect(await describeAgents(catalog, '/', signal)).toEqual([
      ['codex', '1'],
      ['not here', 'amp, pi; see: hearth agents'],
    ])
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
