import { afterEach, describe, expect, it } from 'vitest'
import { ask, BOTH, closeSessions, open, permission } from '../testing/fake-acp/open.ts'
import { begin } from '../testing/recorder.ts'
import { QUIRKS } from './quirks/index.ts'

afterEach(closeSessions)

const QUESTIONS = [
  {
    question: 'Which colour?',
    header: 'Colour',
    options: [{ label: 'Amber', description: 'warm' }, { label: 'Teal' }],
    multiSelect: false,
  },
  { question: 'Which sizes?', header: 'Sizes', options: [{ label: 'S' }, { label: 'L' }], multiSelect: true },
]

/** A turn in which the agent asks by a permission request; `outcome` is what it is answered. */
async function asked(qwenQuestions: unknown) {
  let outcome: unknown
  const { session } = await open(
    {
      prompt: async (context) => {
        outcome = await ask(context, permission(BOTH, { kind: 'think', _meta: { qwenQuestions } }))
        return { stopReason: 'end_turn' }
      },
    },
    { quirks: QUIRKS.qwen },
  )
  const { sink, done } = begin(session, 'x')
  const request = await sink.nextRequest()
  const ended = async () => {
    await done
    return outcome
  }
  return { request, ended, session }
}

describe('a permission request that stands for questions', () => {
  it('is asked as these, and answered beside its outcome', async () => {
    const { request, ended } = await asked(QUESTIONS)
    if (request.kind !== 'question') throw new Error('not a question')
    expect(request.questions).toEqual([
      {
        header: 'Colour',
        question: 'Which colour?',
        options: [
          { label: 'Amber', description: 'warm' },
          { label: 'Teal', description: '' },
        ],
        multiple: false,
        custom: true,
      },
      expect.objectContaining({ question: 'Which sizes?', multiple: true }),
    ])
    expect(await request.reply({ answers: [['Teal'], ['S', 'L']] })).toBe('applied')
    expect(await request.reply({ reject: true })).toBe('gone')
    expect(await ended()).toEqual({
      outcome: { outcome: 'selected', optionId: 'once' },
      answers: { 0: 'Teal', 1: 'S, L' },
    })
  })

  it('leaves out what was not answered, and says no where a person does', async () => {
    const first = await asked(QUESTIONS)
    if (first.request.kind === 'question') await first.request.reply({ answers: [[], ['S']] })
    expect(await first.ended()).toMatchObject({ answers: { 1: 'S' } })
    const second = await asked(QUESTIONS)
    if (second.request.kind === 'question') await second.request.reply({ reject: true })
    expect(await second.ended()).toEqual({ outcome: { outcome: 'selected', optionId: 'no' } })
  })

  it('is taken back by a stop', async () => {
    const { session, ended } = await asked(QUESTIONS)
    await session.cancel()
    expect(await ended()).toEqual({ outcome: { outcome: 'cancelled' } })
  })

  it.each([
    ['no list', 'x'],
    ['an empty list', []],
    ['a question without words', [{ question: '', options: [] }]],
    ['more than can be shown', [{ question: 'x'.repeat(4_001), options: [] }]],
  ])('with %s is shown as what it is', async (_, questions) => {
    const { request, ended } = await asked(questions)
    expect(request.kind).toBe('permission')
    if (request.kind === 'permission') await request.reply({ allow: false })
    expect(await ended()).toEqual({ outcome: { outcome: 'selected', optionId: 'no' } })
  })
})
