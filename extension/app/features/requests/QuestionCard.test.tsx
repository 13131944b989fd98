import type { RequestView } from '@hearth/shared/link'
import type { Question } from '@hearth/shared/session'
import { fireEvent, screen } from '@solidjs/testing-library'
import { Show } from 'solid-js'
import { afterEach, describe, expect, it } from 'vitest'
import { aDevice, anId, aQuestion, aQuestionRequest, HOST } from '../../testing/build.ts'
import type { FakeHostOptions } from '../../testing/fake-host.ts'
import { HOSTILE } from './hostile.testdata.ts'
import { questionMemory } from './question-memory.ts'
import { RequestCard } from './RequestCard.tsx'
import { stage } from './testing.tsx'

const ID = aQuestionRequest().id
const card = (questions?: Question[], options: FakeHostOptions = {}) =>
  stage(
    [aQuestionRequest(questions)],
    (host) => (
      <Show when={host.requests().get(ID)}>{(view) => <RequestCard host={host} request={view()} />}</Show>
    ),
    options,
  )
const press = (name: string | RegExp): void => {
  const button = screen.getByRole('button', { name })
  fireEvent.pointerDown(button)
  fireEvent.click(button)
}
const TESTS = aQuestion({ header: 'Tests', question: 'Which tests?', multiple: true, custom: true })

afterEach(() => questionMemory.forget(HOST, ID))

describe('a card of questions', () => {
  it('takes one choice, and sends it as the host knows it', () => {
    const { host, around } = card()
    around.settle()
    press('Send answer')
    expect(host.asked).toEqual([])
    fireEvent.click(screen.getByRole('radio', { name: /Memory/ }))
    fireEvent.click(screen.getByRole('radio', { name: /Local storage/ }))
    around.settle()
    press('Send answer')
    expect(host.askedTo('answer')).toEqual([
      { action: 'answer', request: ID, answer: { kind: 'question', answers: [['Local storage']] } },
    ])
  })

  it('takes own words in place of a choice', () => {
    const { host, around } = card()
    fireEvent.click(screen.getByRole('radio', { name: /Memory/ }))
    fireEvent.input(screen.getByRole('textbox'), { target: { value: ' A cookie ' } })
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Memory/ }).checked).toBe(false)
    around.settle()
    press('Send answer')
    expect(host.askedTo('answer')).toMatchObject([{ answer: { answers: [['A cookie']] } }])
  })

  it('goes one question at a time, and takes several where several may be', () => {
    const { host, around } = card([aQuestion(), TESTS])
    expect(screen.getByText('Question 1 of 2')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next question' }).disabled).toBe(true)
    fireEvent.click(screen.getByRole('radio', { name: /Memory/ }))
    press('Next question')
    expect(screen.getByText('Question 2 of 2')).toBeTruthy()
    for (const name of [/Memory/, /Local storage/]) fireEvent.click(screen.getByRole('checkbox', { name }))
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'all' } })
    press('Previous question')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Memory/ }).checked).toBe(true)
    press('Next question')
    around.settle()
    press('Send answers')
    expect(host.askedTo('answer')).toMatchObject([
      { answer: { answers: [['Memory'], ['Local storage', 'Memory', 'all']] } },
    ])
  })

  it('offers no field where own words are not taken', () => {
    card([aQuestion({ custom: false })])
    expect(screen.queryByRole('textbox')).toBeNull()
  })

  it('can be skipped, armed like a decision', () => {
    const { host, around } = card()
    press(/^Skip/)
    expect(host.asked).toEqual([])
    around.settle()
    press(/^Skip/)
    expect(host.askedTo('answer')).toEqual([{ action: 'answer', request: ID, answer: null }])
  })

  it('keeps what was filled in while it waits, and forgets it with its end', () => {
    const first = card()
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'half' } })
    first.root.remove()
    const { host } = card()
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('half')
    host.putRequest(aQuestionRequest(undefined, { state: 'superseded' }))
    expect(questionMemory.read(HOST, ID)).toBeNull()
  })

  it('shows nothing of it under the same id of another host', () => {
    const first = card([TESTS])
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'half' } })
    first.root.remove()
    card([TESTS], { id: anId(77) })
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('')
  })

  it('without the right to prompt says so', () => {
    card(undefined, { device: aDevice({ rights: ['read', 'decide'] }) })
    expect(screen.queryByRole('button', { name: /Send|Skip/ })).toBeNull()
    expect(screen.getByText(/right to answer/)).toBeTruthy()
  })

  it('shows its states like any request', () => {
    const { host } = card()
    const view = (over: Partial<RequestView>): RequestView => aQuestionRequest(undefined, over)
    host.putRequest(view({ state: 'sending' }))
    expect(screen.getByText('Sending your answer…')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Send|Skip/ })).toBeNull()
    host.putRequest(view({ state: 'failed', error: { code: 'request.answers', message: 'They do not fit' } }))
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
    host.putRequest(view({ state: 'applied', outcome: 'answered' }))
    expect(screen.getByText(/^Answered by you/)).toBeTruthy()
  })

  it.each(HOSTILE)('%s is text in a question', (_, text, seen) => {
    const option = { label: text, description: text }
    const { root } = card([aQuestion({ header: text, question: text, options: [option] })])
    expect(root.querySelector('script, img, a, b')).toBeNull()
    expect(root.textContent?.split(seen)).toHaveLength(5)
  })
})
