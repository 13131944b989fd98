import type { RequestView } from '@hearth/shared/link'
import type { RequestAction } from '@hearth/shared/session'
import { fireEvent, screen } from '@solidjs/testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import { aDevice, anAsked, aRequest, HOST } from '../../testing/build.ts'
import { HOSTILE as HOSTILE_MARKDOWN } from '../../testing/hostile.ts'
import { fakeSurroundings } from './fake-surroundings.ts'
import { HOSTILE } from './hostile.testdata.ts'
import { planMemory } from './PlanCard.tsx'
import { button, card, isReady, press } from './testing.tsx'
import { cannot, hold } from './words.ts'

const ofAction = (action: RequestAction): RequestView => aRequest({ facts: { action } })
const UNSEEN = /[\p{Cc}\p{Cf}]/u

describe('a tool of an MCP server', () => {
  it('shows server, tool and exactly what it is given, set out for the eye', () => {
    const { root } = card(ofAction({ type: 'mcp', server: 'github', tool: 'close', input: '{"n":1,"n":2}' }))
    expect(screen.getByRole('heading', { name: 'Use a tool of an MCP server' })).toBeTruthy()
    expect(root.textContent).toContain('MCP servergithubToolclose')
    const input = screen.getByRole('figure', { name: 'The exact input' })
    expect(input.textContent?.replace(/\s/g, '')).toBe('{"n":1,"n":2}')
  })

  it.each(HOSTILE)('%s in it is text, and all of it is seen', (_, text, seen) => {
    const { root } = card(ofAction({ type: 'mcp', server: text, tool: text, input: text }))
    expect(root.querySelector('script, img, a, iframe, [onerror]')).toBeNull()
    expect(root.textContent?.split(seen).length).toBeGreaterThan(3)
    expect(root.textContent).not.toMatch(UNSEEN)
  })
})

describe('another mode', () => {
  const mode = (over: object = {}): RequestView =>
    aRequest({ facts: { risk: 4, action: { type: 'mode', from: 'plan', to: 'yolo', detail: '', ...over } } })

  it('says from which to which, and warns', () => {
    const { root } = card(mode())
    expect(root.textContent).toContain('NowplanAfter thisyolo')
    expect(screen.getByText(/without asking anybody/)).toBeTruthy()
  })

  it.each(HOSTILE)('%s in it is text', (_, text, seen) => {
    const { root } = card(mode({ from: text, to: text, detail: text }))
    expect(root.querySelector('script, img, a, iframe, [onerror]')).toBeNull()
    expect(root.textContent?.split(seen).length).toBeGreaterThan(3)
    expect(root.textContent).not.toMatch(UNSEEN)
  })
})

it('lists each command of a line that has several, and the list has to be seen too', () => {
  const around = fakeSurroundings({ read: false })
  card(ofAction({ type: 'command', command: 'a && b $(c)', argv: null, parts: ['a', 'b $(c)', 'c'] }), {
    around,
  })
  expect(screen.getByText('Runs 3 commands:')).toBeTruthy()
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(
    expect.arrayContaining(['a', 'b $(c)', 'c']),
  )
  around.settle()
  expect(isReady(button('Allow once'))).toBe(false)
})

describe('a plan', () => {
  const PLAN = anAsked('plan', { plan: '# Steps\n\n1. Read **it**\n2. Change it' })
  afterEach(() => planMemory.forget(HOST, PLAN.id))

  it('is drawn as Markdown, marked as the agent’s words', () => {
    card(PLAN)
    expect(screen.getByRole('heading', { name: 'Approve a plan' })).toBeTruthy()
    expect(screen.getByText('The agent’s plan, in its own words:')).toBeTruthy()
    expect(screen.getByText('it').tagName).toBe('STRONG')
  })

  it('is approved once its end was on the screen', () => {
    const around = fakeSurroundings({ read: false })
    const { host } = card(PLAN, { around })
    around.settle()
    press(button('Approve the plan'))
    expect(host.asked).toEqual([])
    expect(screen.getByText(hold.unread)).toBeTruthy()
    around.readAll()
    around.settle()
    press(button('Approve the plan'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: { kind: 'plan', changes: null } }])
  })

  it('can be asked to change, in words that are kept while it waits', () => {
    const { around, host } = card(PLAN)
    fireEvent.click(button('Ask for changes…'))
    around.settle()
    press(button('Send the changes'))
    expect(host.asked).toEqual([])
    fireEvent.input(screen.getByRole('textbox'), { target: { value: ' Without step 2 ' } })
    expect(planMemory.read(HOST, PLAN.id)).toBe(' Without step 2 ')
    around.settle()
    press(button('Send the changes'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: { kind: 'plan', changes: 'Without step 2' } }])
  })

  it('can be turned down', async () => {
    const { around, host } = card(PLAN)
    around.settle()
    press(button('Turn it down'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: null }])
    expect((await screen.findAllByText(/^Turned down by you/)).length).toBeGreaterThan(0)
  })

  it('can’t be approved while the host is paused, but changed and turned down', () => {
    const { around, host } = card(PLAN, { guard: { paused: { at: 1, by: null, why: 'person' } } })
    around.settle()
    expect(screen.getByText(/no plan can be approved/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Approve the plan' })).toBeNull()
    expect(button('Ask for changes…')).toBeTruthy()
    press(button('Turn it down'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: null }])
    host.setGuard({ paused: null })
  })

  it('is not answered by a device that may only read', () => {
    card(PLAN, { device: aDevice({ rights: ['read'] }) })
    expect(screen.getByText(cannot.question('prompt'))).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Approve|Turn/ })).toBeNull()
  })

  it.each(Object.entries(HOSTILE_MARKDOWN).filter(([, text]) => text.length < 5_000))(
    '%s in it stays inert',
    (_, text) => {
      const { root } = card(anAsked('plan', { plan: text }))
      expect(
        root.querySelector('script, img, iframe, form, style, meta, base, svg, math, [onerror], [onload]'),
      ).toBeNull()
      expect((globalThis as { pwned?: number }).pwned).toBeUndefined()
    },
  )
})

describe('something unknown', () => {
  const unknown = (text: string): RequestView => anAsked('unknown', { source: text, detail: text })

  it('is shown as it came and can only be turned down', () => {
    const { around, host } = card(unknown('{"what": "ever"}'))
    expect(screen.getByText(/nobody can allow it/)).toBeTruthy()
    around.settle()
    const deciding = screen.getAllByRole('button').map(({ textContent }) => textContent)
    expect(deciding).toEqual(['Turn it down'])
    press(button('Turn it down'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: null }])
  })

  it.each(HOSTILE)('%s in it is text', (_, text, seen) => {
    const { root } = card(unknown(text))
    expect(root.querySelector('script, img, a, iframe, [onerror]')).toBeNull()
    expect(root.textContent?.split(seen).length).toBeGreaterThan(2)
    expect(root.textContent).not.toMatch(UNSEEN)
  })
})
