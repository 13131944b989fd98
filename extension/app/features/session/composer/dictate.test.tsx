import { fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Face, ServicesContext } from '../../../services.ts'
import { fakeServices } from '../../../testing/fake-services.ts'
import { Dictate } from './Dictate.tsx'
import { hear } from './speech.ts'

/** The platform's speech input, driven by the test. */
class Speech {
  static last: Speech | undefined
  lang = ''
  continuous = false
  interimResults = true
  onresult: ((event: unknown) => void) | null = null
  onerror: ((event: { error: string }) => void) | null = null
  onend: (() => void) | null = null
  running = false
  constructor() {
    Speech.last = this
  }
  start(): void {
    this.running = true
  }
  stop(): void {
    this.running = false
    this.onend?.()
  }
  abort = this.stop
  say(transcript: string, isFinal = true): void {
    this.onresult?.({ resultIndex: 0, results: [Object.assign([{ transcript }], { isFinal })] })
  }
}

const show = (face: Face) => {
  const heard: string[] = []
  const failed: string[] = []
  const view = render(() => (
    <ServicesContext.Provider value={fakeServices({ face })}>
      <Dictate onWords={(words) => void heard.push(words)} onFail={(words) => void failed.push(words)} />
    </ServicesContext.Provider>
  ))
  return { heard, failed, view }
}

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('webkitSpeechRecognition', Speech)
})
afterEach(() => {
  Speech.last = undefined
  vi.unstubAllGlobals()
})

describe('dictation', () => {
  it('says whose ears these are before the first use, once', () => {
    const { view } = show('web')
    fireEvent.click(screen.getByRole('button', { name: 'Dictate' }))
    expect(Speech.last).toBeUndefined()
    expect(screen.getByText(/Chrome sends it to Google/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }))
    expect(Speech.last?.running).toBe(true)
    view.unmount()
    expect(Speech.last?.running).toBe(false)
    show('web')
    fireEvent.click(screen.getByRole('button', { name: 'Dictate' }))
    expect(Speech.last?.running).toBe(true)
  })

  it('gives words once they are certain, and ends by the same button', () => {
    localStorage.setItem('hearth.dictation.told', 'yes')
    const { heard, failed } = show('web')
    fireEvent.click(screen.getByRole('button', { name: 'Dictate' }))
    Speech.last?.say('hel', false)
    Speech.last?.say(' hello there ')
    expect(heard).toEqual(['hello there'])
    fireEvent.click(screen.getByRole('button', { name: 'Stop dictating' }))
    expect(Speech.last?.running).toBe(false)
    expect(screen.getByRole('button', { name: 'Dictate' }).getAttribute('aria-pressed')).toBe('false')
    expect(failed).toEqual([])
  })

  it.each([
    ['not-allowed', /no microphone/],
    ['service-not-allowed', /no microphone/],
    ['network', /can’t be reached/],
    ['language-not-supported', /Dictation has ended/],
  ])('that ends by %s says what to do', (error, words) => {
    localStorage.setItem('hearth.dictation.told', 'yes')
    const { failed } = show('web')
    fireEvent.click(screen.getByRole('button', { name: 'Dictate' }))
    Speech.last?.onerror?.({ error })
    Speech.last?.stop()
    expect(failed).toEqual([expect.stringMatching(words)])
  })

  it('is not offered beside a page, nor where the browser has none', () => {
    show('panel')
    vi.unstubAllGlobals()
    show('web')
    expect(screen.queryByRole('button', { name: 'Dictate' })).toBeNull()
  })
})

it('silence is no failure, and nothing is told after the end', () => {
  const told: unknown[] = []
  const hearing = hear(
    () => new Speech(),
    (words) => told.push(words),
    (error) => told.push(error),
  )
  Speech.last?.onerror?.({ error: 'no-speech' })
  hearing.abort()
  Speech.last?.say('late')
  expect(told).toEqual([])
})
