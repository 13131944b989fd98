import { afterEach, expect, it, vi } from 'vitest'
import { mount } from './mount.tsx'

afterEach(() => {
  vi.doUnmock('./Started.tsx')
  history.replaceState(null, '', '/')
})

it('P19: an opened pairing link leaves the address before anything else of the app has come', async () => {
  const asked = vi.fn(() => new Promise<never>(() => undefined))
  vi.doMock('./Started.tsx', asked)
  history.replaceState(null, '', '/p#c2VjcmV0')
  const root = document.createElement('div')
  mount('web', root)
  expect(root.textContent).not.toBe('')
  expect(location.href).not.toContain('c2VjcmV0')
  expect(JSON.stringify(history.state)).not.toContain('c2VjcmV0')
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce())
})
