import type { AgentOption } from '@hearth/shared/session'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aSessionAgent, aState } from '../../../testing/build.ts'
import { fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'
// Read already, so that opening the list waits for nothing.
import './Completions.tsx'
import { commandGroups } from './commands.ts'

layOutRows()

const command = (name: string, hint: string | null = null) => ({ name, description: `does ${name}`, hint })
const COMMANDS = [command('init'), command('compact'), command('review', 'a branch')]
const show = () => {
  const host = fakeHost({
    states: { [SESSION]: aState() },
    sessionAgents: { [SESSION]: [aSessionAgent({ commands: COMMANDS })] },
  })
  showSession(host)
  return host
}
const type = async (text: string) => {
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
  fireEvent.input(field, { target: { value: text } })
  return field
}
const names = () => screen.queryAllByRole('option').map((option) => option.textContent)

describe('commands after a slash', () => {
  it('are chosen by arrow keys and put in by Enter; the prompt is sent by the next', async () => {
    const host = show()
    const field = await type('/')
    await waitFor(() => expect(names()).toHaveLength(3))
    const active = () => document.getElementById(field.getAttribute('aria-activedescendant') ?? '')
    expect(active()?.textContent).toContain('/init')
    fireEvent.keyDown(field, { key: 'ArrowDown' })
    fireEvent.keyDown(field, { key: 'ArrowDown' })
    expect(active()?.textContent).toContain('/review')
    expect(active()?.getAttribute('aria-selected')).toBe('true')
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(field.value).toBe('/review ')
    expect(names()).toEqual([])
    expect(host.askedTo('prompt')).toEqual([])
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(host.askedTo('prompt')).toMatchObject([{ text: '/review ' }]))
  })

  it('close by Esc, which stays in the field, and open again for the next', async () => {
    show()
    const field = await type('/c')
    await waitFor(() => expect(names()).toHaveLength(1))
    fireEvent.keyDown(field, { key: 'Escape' })
    expect(names()).toEqual([])
    await type('/co')
    expect(names()).toEqual([])
    await type('')
    await type('/')
    await waitFor(() => expect(names()).toHaveLength(3))
  })

  it('follow what the agent offers, and Tab puts one in', async () => {
    const host = show()
    const field = await type('/de')
    await screen.findByRole('textbox', { name: 'Prompt' })
    expect(names()).toEqual([])
    host.setAgents(SESSION, [aSessionAgent({ commands: [command('deploy')] })])
    await waitFor(() => expect(names()).toEqual([expect.stringContaining('/deploydoes deploy')]))
    fireEvent.keyDown(field, { key: 'Tab' })
    expect(field.value).toBe('/deploy ')
  })

  it('have those of Hearth among them, which do it at once; the agent’s of the same name wins', async () => {
    const choices = [{ value: 'a', name: 'A', description: null, group: null }]
    const options: AgentOption[] = [
      { id: 'model', name: 'Model', category: 'model', description: null, value: 'a', choices },
    ]
    const host = fakeHost({
      states: { [SESSION]: aState() },
      sessionAgents: { [SESSION]: [aSessionAgent({ commands: COMMANDS, options })] },
    })
    showSession(host)
    const field = await type('/opt')
    await waitFor(() => expect(names()[0]).toMatch(/^\/options.*Hearth$/))
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(field.value).toBe('')
    expect(await screen.findByRole('dialog', { name: /^Options of/ })).toBeTruthy()
    host.setAgents(SESSION, [aSessionAgent({ commands: [command('options')], options })])
    await type('/opt')
    await waitFor(() => expect(names()).toContainEqual(expect.stringContaining('does options')))
    expect(names()).not.toContainEqual(expect.stringMatching(/Hearth$/))
  })

  it('are found by their letters, the best first; none that can’t be read', () => {
    const all = ['recap', 'clamp', 'cap', 'c\u202eap', 're-cap'].map((name) => command(name))
    const found = (query: string) =>
      commandGroups(all, [], query)[0]?.choices.map((each) => each.kind === 'command' && each.command.name)
    expect(found('cap')).toEqual(['cap', 're-cap', 'recap', 'clamp'])
    expect(found('xyz')).toEqual([])
  })
})
