import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aSessionAgent, aState } from '../../../testing/build.ts'
import { fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'
import { findCommands, slashQuery } from './slash.ts'

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
    expect(names()).toHaveLength(3)
  })

  it('follow what the agent offers, and Tab puts one in', async () => {
    const host = show()
    const field = await type('/de')
    await screen.findByRole('textbox', { name: 'Prompt' })
    expect(names()).toEqual([])
    host.setAgents(SESSION, [aSessionAgent({ commands: [command('deploy')] })])
    await waitFor(() => expect(names()).toEqual(['/deploydoes deploy']))
    fireEvent.keyDown(field, { key: 'Tab' })
    expect(field.value).toBe('/deploy ')
  })

  it('are none elsewhere than at the start', () => {
    expect(['/', '/in', '/a/b', ' /in', 'see /in', '/in it', '/in\n'].map(slashQuery)).toEqual([
      '',
      'in',
      'a/b',
      null,
      null,
      null,
      null,
    ])
  })

  it('are found by their letters, the best first; none that can’t be read', () => {
    const all = ['recap', 'clamp', 'cap', 'c\u202eap'].map((name) => command(name))
    expect(findCommands(all, 'cap').map(({ name }) => name)).toEqual(['cap', 'recap', 'clamp'])
    expect(findCommands(all, 'xyz')).toEqual([])
  })
})
