import { fireEvent, screen } from '@solidjs/testing-library'
import { expect, it } from 'vitest'
import { aCommand, anId, aQuestionRequest, aRequest, HOST } from '../../testing/build.ts'
import { HOSTILE } from './hostile.testdata.ts'
import { previewOf } from './preview.ts'
import { RequestSummary } from './RequestSummary.tsx'
import { stage } from './testing.tsx'

it('names a request and opens it; nothing is decided by it', () => {
  const request = aRequest({ id: anId(3) })
  const { host, services } = stage([request], (at) => <RequestSummary host={at} request={request} />)
  const row = screen.getByRole('button')
  expect(row.textContent).toContain('Run a command')
  expect(row.textContent).toContain('npm test -- login')
  expect(row.textContent).toContain('Fix the login form')
  expect(row.textContent).toContain('Risk 3 of 4')
  fireEvent.click(row)
  expect(services.router.route()).toEqual({ screen: 'request', host: HOST, request: anId(3) })
  expect(host.asked).toEqual([])
})

it('is a preview: what is cut says so', () => {
  const { text } = previewOf(aRequest({ facts: { action: aCommand('x'.repeat(500)) } }).content)
  expect(text).toMatch(/^x{120}…$/)
  expect(previewOf(aQuestionRequest().content)).toEqual({
    verb: 'A question',
    text: 'Where should the name be kept?',
  })
  expect(previewOf({ kind: 'unreadable', why: 'x' }).text).toBe('')
})

it.each(HOSTILE)('%s is text in a row', (_, text, seen) => {
  const request = aRequest({ facts: { action: aCommand(text) } })
  const { root } = stage([request], (at) => <RequestSummary host={at} request={request} />)
  expect(root.querySelector('script, img, a, b')).toBeNull()
  expect(screen.getByRole('button').textContent).toContain(seen)
})
