import { fireEvent, render, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { Menu } from './Menu.tsx'

const show = () => {
  const chosen = vi.fn<(label: string) => void>()
  const item = (label: string, more = {}) => ({ label, onSelect: () => chosen(label), ...more })
  render(() => (
    <Menu
      label="More"
      items={[
        item('Rename'),
        item('Archive', { disabled: true }),
        item('Copy'),
        item('Delete', { danger: true }),
      ]}
    />
  ))
  const menu = screen.getByRole('menu', { hidden: true })
  menu.showPopover()
  return { chosen, menu }
}

const focused = (): string => document.activeElement?.textContent?.trim() ?? ''

it('takes the focus when it opens and gives it back when it closes', () => {
  const { menu } = show()
  expect(focused()).toBe('Rename')
  expect(screen.getByRole('button', { name: 'More' })).toHaveProperty(
    'attributes.aria-expanded.value',
    'true',
  )
  fireEvent.keyDown(menu, { key: 'Escape' })
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'More' }))
})

it.each([
  [['ArrowDown'], 'Copy'],
  [['ArrowUp'], 'Delete'],
  [['End'], 'Delete'],
  [['End', 'ArrowDown'], 'Rename'],
  [['End', 'Home'], 'Rename'],
  [['c'], 'Copy'],
  [['D'], 'Delete'],
  [['x'], 'Rename'],
])('goes by %s to %s, past what is disabled', (keys, where) => {
  const { menu } = show()
  for (const key of keys) fireEvent.keyDown(menu, { key })
  expect(focused()).toBe(where)
})

it('does what was chosen, once, and nothing for what is disabled', () => {
  const { chosen } = show()
  fireEvent.click(screen.getByRole('menuitem', { name: 'Archive', hidden: true }))
  expect(chosen).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('menuitem', { name: 'Copy', hidden: true }))
  expect(chosen.mock.calls).toEqual([['Copy']])
})
