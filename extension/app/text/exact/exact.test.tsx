import { fireEvent, render } from '@solidjs/testing-library'
import { expect, it } from 'vitest'
import { ExactText } from './ExactText.tsx'
import { Folded, foldAt } from './Folded.tsx'

it('tells an escape from the same characters typed', () => {
  const { container } = render(() => <ExactText text={'a\u202eb \\u{202e}'} />)
  expect(container.textContent).toBe('a\\u{202e}b \\u{202e}')
  expect([...container.querySelectorAll('span span')].map((span) => span.textContent)).toEqual(['\\u{202e}'])
})

it('shows line feeds only where lines are wanted', () => {
  expect(render(() => <ExactText text={'a\nb'} />).container.textContent).toBe('a\\u{a}b')
  expect(render(() => <ExactText text={'a\nb'} lines />).container.textContent).toBe('a\nb')
})

it('folds a long text behind a button that says how much there is', () => {
  const text = Array.from({ length: 30 }, (_, n) => `line ${n}`).join('\n')
  const { container, getByRole } = render(() => <Folded text={text} />)
  expect(container.textContent).not.toContain('line 12')
  fireEvent.click(getByRole('button', { name: 'Show all 30 lines' }))
  expect(container.textContent).toContain('line 29')
})

it('folds one giant line as well, and cuts no character in two', () => {
  const fold = foldAt(`${'x'.repeat(159)}${'😀'.repeat(1000)}`, 1)
  expect(fold.cut).toBe(true)
  expect(fold.head).toBe('x'.repeat(159))
})

it('does not fold what is short', () => {
  const { queryByRole } = render(() => <Folded text={'one\ntwo'} />)
  expect(queryByRole('button')).toBeNull()
})
