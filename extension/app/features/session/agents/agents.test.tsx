import { HearthError } from '@hearth/shared/protocol'
import type { AgentOption } from '@hearth/shared/session'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aDevice, anAgent, aSessionAgent, aState, aTurn, NOW } from '../../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

const AGENTS = [
  anAgent(),
  anAgent({ id: 'codex', label: 'Codex', running: 0, version: '0.9' }),
  anAgent({
    id: 'gemini',
    label: 'Gemini',
    state: 'missing',
    version: null,
    running: 0,
    error: { code: 'agent.not_found', message: 'Install it with: npm i -g gemini' },
  }),
]
const model: AgentOption = {
  id: 'model',
  name: 'Model',
  category: 'model',
  description: null,
  value: 'x/small',
  choices: ['x/small', 'x/large'].map((value) => ({ value, name: value, description: null, group: null })),
}
const mine = aSessionAgent({ options: [model], context: { used: 34_000, size: 200_000 } })
const show = (over: Partial<FakeHostOptions> = {}, state = aState()) => {
  const host = fakeHost({
    agents: AGENTS,
    states: { [SESSION]: state },
    sessionAgents: { [SESSION]: [mine] },
    ...over,
  })
  showSession(host)
  return host
}
const open = async (name: string | RegExp) => {
  fireEvent.click(await screen.findByRole('button', { name }))
  return within(await screen.findByRole('dialog'))
}
const type = async (text: string) => {
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
  fireEvent.input(field, { target: { value: text } })
  return field
}
const refusal = {
  script: {
    call: () => {
      throw new HearthError('link.offline')
    },
  },
}

describe('who does the next prompt', () => {
  it('is chosen for every device, with what it would find, and the prompt says so', async () => {
    const host = show()
    const sheet = await open('Agent: OpenCode')
    expect(sheet.getByRole('button', { name: /^OpenCode.*goes on where it was/, pressed: true })).toBeTruthy()
    fireEvent.click(sheet.getByRole('button', { name: /^Codex.*new here/ }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(host.askedTo('call')).toMatchObject([
      { name: 'update-session', args: { session: SESSION, agent: 'codex' } },
    ])
    host.append(SESSION, { type: 'session.changed', agent: 'codex', at: 1 })
    expect(await screen.findByText('Codex is new in this session.')).toBeTruthy()
    const field = await type('go on')
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(host.askedTo('prompt')).toMatchObject([{ manner: { agent: 'codex' } }]))
    expect(host.askedTo('prompt')[0]?.manner.undigested).toBeUndefined()
  })

  it('folds away those that can’t, with why and what to do', async () => {
    show()
    const sheet = await open('Agent: OpenCode')
    expect(sheet.queryByRole('button', { name: /Gemini/ })).toBeNull()
    expect(sheet.getByText('1 more that is not ready')).toBeTruthy()
    expect(sheet.getByText('Install it with: npm i -g gemini')).toBeTruthy()
  })

  it('stays as it was when the host does not take the choice, and says so', async () => {
    show(refusal)
    const sheet = await open('Agent: OpenCode')
    fireEvent.click(sheet.getByRole('button', { name: /^Codex/ }))
    expect((await sheet.findByRole('alert')).textContent).toContain('Not connected')
    expect(sheet.getByRole('button', { name: /^OpenCode/, pressed: true })).toBeTruthy()
  })

  it('is not told what happened when that is not wanted, for one prompt', async () => {
    const host = show({ sessionAgents: { [SESSION]: [{ ...mine, memory: 'replayed' }] } })
    expect(await screen.findByText('OpenCode has lost its memory of this session.')).toBeTruthy()
    const tell = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Tell it what happened' })
    expect(tell.checked).toBe(true)
    fireEvent.click(tell)
    fireEvent.keyDown(await type('go on'), { key: 'Enter' })
    await waitFor(() => expect(host.askedTo('prompt')).toMatchObject([{ manner: { undigested: true } }]))
    await waitFor(() => expect(tell.checked).toBe(true))
  })

  it('needs no word where the agent simply goes on, nor in an empty session', async () => {
    show()
    await screen.findByRole('button', { name: /^Context/ })
    expect(screen.queryByText(/memory|new in this session/)).toBeNull()
  })

  it('is said to be new to no session that is empty', async () => {
    show({ sessionAgents: { [SESSION]: [{ ...mine, memory: 'new' }] } }, aState({ settled: [] }))
    await screen.findByRole('button', { name: /^Context/ })
    expect(screen.queryByText(/new in this session/)).toBeNull()
  })
})

describe('an agent’s options', () => {
  it('are set by the host, and shown by their names', async () => {
    const host = show()
    const sheet = await open('Options: small')
    const select = sheet.getByLabelText<HTMLSelectElement>('Model')
    fireEvent.change(select, { target: { value: 'x/large' } })
    await waitFor(() =>
      expect(host.askedTo('call')).toMatchObject([
        {
          name: 'set-option',
          args: { session: SESSION, agent: 'opencode', option: 'model', value: 'x/large' },
        },
      ]),
    )
    host.setAgents(SESSION, [{ ...mine, options: [{ ...model, value: 'x/large' }] }])
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Options: large', hidden: true })).toBeTruthy(),
    )
  })

  it('say why one was refused, and show what is set', async () => {
    show(refusal)
    const sheet = await open('Options: small')
    const select = sheet.getByLabelText<HTMLSelectElement>('Model')
    fireEvent.change(select, { target: { value: 'x/large' } })
    expect(await sheet.findByText(/Not connected/)).toBeTruthy()
    expect(select.value).toBe('x/small')
  })

  it('are only those that this device may choose: what may ask for nothing takes a device that may allow everything', async () => {
    const mode: AgentOption = {
      ...{ id: 'mode', name: 'Mode', category: 'mode', description: null, value: 'default' },
      choices: ['default', 'plan', 'bypass', 'auto'].map((value) => ({
        ...{ value, name: value, description: null, group: null },
        ...(value === 'plan' || value === 'default' ? { asks: true as const } : {}),
      })),
    }
    const of = { sessionAgents: { [SESSION]: [{ ...mine, options: [mode] }] } }
    const host = show({ ...of, device: aDevice({ riskMax: 2 }) })
    const sheet = await open('Options')
    const names = () => [...sheet.getByLabelText<HTMLSelectElement>('Mode').options].map(({ value }) => value)
    expect(names()).toEqual(['default', 'plan'])
    expect(sheet.getByText(/^2 more may let the agent act without asking/)).toBeTruthy()
    host.setOverview({ device: aDevice({ riskMax: 4 }) })
    expect(names()).toEqual(['default', 'plan', 'bypass', 'auto'])
    expect(sheet.queryByText(/act without asking/)).toBeNull()
  })

  it('are searched where there are many', async () => {
    const choices = Array.from({ length: 20 }, (_, i) => ({
      value: `m${i}`,
      name: `Model ${i}`,
      description: null,
      group: i % 2 === 0 ? 'Even' : 'Odd',
    }))
    const host = show({
      sessionAgents: { [SESSION]: [{ ...mine, options: [{ ...model, value: 'm0', choices }] }] },
    })
    const sheet = await open('Options: Model 0')
    expect(sheet.getByRole('heading', { name: 'Even' })).toBeTruthy()
    fireEvent.input(sheet.getByRole('searchbox'), { target: { value: 'odd 17' } })
    expect(sheet.queryByRole('button', { name: 'Model 0' })).toBeNull()
    fireEvent.click(sheet.getByRole('button', { name: 'Model 17' }))
    await waitFor(() => expect(host.askedTo('call')).toMatchObject([{ args: { value: 'm17' } }]))
    fireEvent.input(sheet.getByRole('searchbox'), { target: { value: 'nothing' } })
    expect(sheet.getByText('Nothing has that in its name.')).toBeTruthy()
  })
})

describe('what is known of an agent', () => {
  it('is how full its context is, where it tells', async () => {
    const host = show()
    const sheet = await open('Context: 17 % used')
    expect(sheet.getByText(/34.0k of 200k tokens/)).toBeTruthy()
    host.setAgents(SESSION, [{ ...mine, context: null }])
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Context/, hidden: true })).toBeNull())
  })

  it('are the commands that it left running, each with an end', async () => {
    const tasks = [
      { id: 't1', title: 'npm run dev', startedAt: NOW, turn: 1 },
      { id: 't2', title: 'make\u202e watch', startedAt: NOW, turn: null },
    ]
    const host = show({ sessionAgents: { [SESSION]: [{ ...mine, tasks }] } })
    expect(await screen.findByText('2 commands still run')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Stop make\\u{202e} watch', hidden: true }))
    await waitFor(() =>
      expect(host.askedTo('call')).toMatchObject([
        { name: 'stop-task', args: { session: SESSION, agent: 'opencode', task: 't2' } },
      ]),
    )
    expect(await screen.findByText('Being stopped')).toBeTruthy()
    host.setAgents(SESSION, [{ ...mine, tasks: tasks.slice(0, 1) }])
    expect(await screen.findByText('1 command still runs')).toBeTruthy()
  })

  it('says why a command could not be stopped', async () => {
    const tasks = [{ id: 't1', title: 'npm run dev', startedAt: NOW, turn: 1 }]
    show({
      sessionAgents: { [SESSION]: [{ ...mine, tasks }] },
      script: {
        call: () => {
          throw new HearthError('host.unknown_task')
        },
      },
    })
    fireEvent.click(await screen.findByRole('button', { name: 'Stop npm run dev', hidden: true }))
    expect(await screen.findByText(/could not be stopped: The agent has no such command/)).toBeTruthy()
  })
})

describe('a prompt of several parts', () => {
  it('shows its files by name and its image by its bytes, and nothing hidden', async () => {
    const prompt = aTurn().prompt
    const turn = {
      ...aTurn(),
      prompt: {
        ...prompt,
        content: [
          { type: 'text' as const, text: 'Look at these' },
          { type: 'image' as const, mimeType: 'image/png' as const, data: 'iVBORw0KGgo=' },
          { type: 'resource' as const, resource: { uri: 'file:///a\u202eb', text: 'the text' } },
          { type: 'resource_link' as const, uri: 'javascript:alert(1)', name: 'notes.md' },
        ],
      },
    }
    show({}, aState({ settled: [turn] }))
    const log = within(await screen.findByRole('log'))
    const image = await log.findByRole<HTMLImageElement>('img', { name: 'Image of the prompt' })
    expect(image.src).toMatch(/^blob:/)
    expect(log.getByText('file:///a\\u{202e}b')).toBeTruthy()
    expect(log.getByText('the text')).toBeTruthy()
    expect(log.getByText('notes.md')).toBeTruthy()
    expect(log.queryByRole('link')).toBeNull()
    fireEvent.error(image)
    expect(await log.findByText('An image that can’t be shown.')).toBeTruthy()
  })
})
