import { describe, expect, it } from 'vitest'
import { lookForAgents, openCatalog, opencodeSpec } from './catalog.ts'

const spec = { home: '/nowhere/hearth', environment: { PATH: '/nowhere/bin' } }

describe('the catalog of agents', () => {
  it('knows opencode, and starts nothing', () => {
    const drivers = openCatalog(spec)
    expect([...drivers.keys()]).toEqual(['opencode'])
    expect(drivers.get('opencode')?.health()).toEqual({ state: 'stopped' })
  })

  it('says where an agent was looked for and how to get it', () => {
    const settings = { opencode: { program: '/nowhere/opencode' } }
    expect(lookForAgents({ ...spec, settings })).toEqual([
      {
        agent: 'opencode',
        path: null,
        looked: ['/nowhere/opencode'],
        install: expect.stringContaining('npm install'),
      },
    ])
    expect(lookForAgents(spec)[0]?.looked[0]).toBe('/nowhere/bin/opencode')
  })

  it('passes a person’s settings on', () => {
    const settings = { opencode: { model: 'a/b/c', mode: 'plan', environment: { X: null } } }
    const made = opencodeSpec({ ...spec, settings })
    expect(made).toMatchObject({
      model: { providerID: 'a', modelID: 'b/c' },
      agent: 'plan',
      settings: { X: null },
    })
    expect(opencodeSpec({ ...spec, settings: { opencode: { model: 'odd' } } })).not.toHaveProperty('model')
  })
})
