import { fireEvent, render } from '@solidjs/testing-library'
import { expect, it } from 'vitest'
import { DiffView } from './DiffView.tsx'

const long = (lines: number) =>
  `--- a/x\n+++ b/x\n@@ -0,0 +1,${lines} @@\n${Array.from({ length: lines }, (_, n) => `+line ${n}\n`).join('')}`

it('names the file, counts its lines and says which were added', () => {
  const { getByRole, container } = render(() => (
    <DiffView diff={'--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-let a\n+let b\n'} />
  ))
  expect(getByRole('img', { name: '1 added, 1 removed' })).toBeTruthy()
  expect(getByRole('region', { name: 'Changes in x.ts' }).textContent).toContain('added: let b')
  expect(container.textContent).toContain('removed: let a')
})

it('makes all lines of a long diff reachable', () => {
  const { getByRole, container } = render(() => <DiffView diff={long(500)} />)
  expect(container.textContent).not.toContain('line 499')
  fireEvent.click(getByRole('button', { name: 'Show all 500 lines' }))
  expect(container.textContent).toContain('line 499')
})

it('shows what is no diff as it came', () => {
  const { container } = render(() => <DiffView diff={'<b>hello</b>\n--- a'} />)
  expect(container.textContent).toContain('<b>hello</b>')
  expect(container.querySelector('b')).toBeNull()
})

it('shows hidden characters of lines and paths', () => {
  const { container } = render(() => (
    <DiffView diff={'--- a/x\u202e.ts\n+++ b/x\u202e.ts\n@@ -1 +1 @@\n-a\n+b\u200b\u001b[31m\n'} />
  ))
  expect(container.textContent).toContain('x\\u{202e}.ts')
  expect(container.textContent).toContain('b\\u{200b}\\u{1b}[31m')
})

it('takes the path it is given where the diff has none', () => {
  const { getByRole } = render(() => <DiffView diff={'@@ -1 +1 @@\n-a\n+b\n'} path="src/y.ts" />)
  expect(getByRole('region', { name: 'Changes in src/y.ts' })).toBeTruthy()
})
