import { render } from '@solidjs/testing-library'
import { expect, it } from 'vitest'
import { App } from './App.tsx'

it('renders', () => {
  const { container } = render(() => <App />)
  expect(container.textContent).toContain('Hearth')
})
