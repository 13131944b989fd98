import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal, type JSX } from 'solid-js'
import { expect, it, vi } from 'vitest'
import { Sheet } from './Sheet.tsx'

const show = (inside: () => JSX.Element = () => <p>Inside</p>) => {
  const [open, setOpen] = createSignal(true)
  const onClose = vi.fn(() => setOpen(false))
  render(() => (
    <Sheet open={open()} title="Link status" onClose={onClose}>
      {inside()}
    </Sheet>
  ))
  return { dialog: screen.getByRole('dialog', { name: 'Link status' }), onClose, setOpen }
}

it('is a modal dialog with a name, and says so when it opens', () => {
  const { dialog } = show()
  expect(dialog).toHaveProperty('open', true)
  expect(document.activeElement?.textContent).toBe('Link status')
})

it('gives the focus to what asks for it', () => {
  show(() => <input aria-label="Reason" autofocus />)
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Reason' }))
})

it.each([
  ['Esc', (dialog: HTMLElement) => fireEvent(dialog, new Event('cancel', { cancelable: true }))],
  ['a press outside', (dialog: HTMLElement) => fireEvent.click(dialog)],
  ['the cross', () => fireEvent.click(screen.getByRole('button', { name: 'Close' }))],
])('closes by %s, once', (_how, close) => {
  const { dialog, onClose } = show()
  close(dialog)
  expect(onClose).toHaveBeenCalledOnce()
  expect(dialog).toHaveProperty('open', false)
})

it('stays open for a press inside', () => {
  const { onClose } = show()
  fireEvent.click(screen.getByText('Inside'))
  expect(onClose).not.toHaveBeenCalled()
})

it('keeps nothing of its content while it is closed', () => {
  const { setOpen } = show()
  setOpen(false)
  expect(screen.queryByText('Inside')).toBeNull()
})
