import { afterEach, expect, it, vi } from 'vitest'
import { mount } from './mount.tsx'

vi.mock('./Started.tsx', () => new Promise(() => undefined))

afterEach(() => history.replaceState(null, '', '/'))

it('P19: an opened pairing link leaves the address before anything else of the app has come', () => {
  history.replaceState(null, '', '/p#c2VjcmV0')
  const root = document.createElement('div')
  mount('web', root)
  expect(root.textContent).not.toBe('')
  expect(location.href).not.toContain('c2VjcmV0')
  expect(JSON.stringify(history.state)).not.toContain('c2VjcmV0')
})
