import { afterEach, expect, it } from 'vitest'
import { chooseLook, followLook, readLook, wearLook } from './appearance.ts'

const page = document.documentElement

afterEach(() => {
  localStorage.clear()
  wearLook(readLook())
})

it('is the system’s until a person chooses', () => {
  expect(readLook()).toEqual({ theme: 'system', contrast: 'system' })
  wearLook(readLook())
  expect(page.dataset).not.toHaveProperty('theme')
})

it('is worn at once and kept', () => {
  expect(chooseLook({ theme: 'dark', contrast: 'more' })).toBe(true)
  expect({ ...page.dataset }).toMatchObject({ theme: 'dark', contrast: 'more' })
  expect(readLook()).toEqual({ theme: 'dark', contrast: 'more' })
  chooseLook({ theme: 'system', contrast: 'system' })
  expect({ ...page.dataset }).toEqual({})
  expect(localStorage).toHaveLength(0)
})

it.each(['{', '{"theme":"loud"}', '7'])('takes %s for nothing chosen', (kept) => {
  localStorage.setItem('hearth-look', kept)
  expect(readLook()).toEqual({ theme: 'system', contrast: 'system' })
})

it('holds for this page where the browser keeps nothing', () => {
  const full = {
    getItem: () => null,
    removeItem: () => undefined,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  expect(chooseLook({ theme: 'light', contrast: 'system' }, full)).toBe(false)
  expect(page.dataset.theme).toBe('light')
})

it('follows what other windows choose', () => {
  const end = followLook(window)
  localStorage.setItem('hearth-look', '{"theme":"dark"}')
  window.dispatchEvent(new StorageEvent('storage', { key: 'hearth-look' }))
  expect(page.dataset.theme).toBe('dark')
  end()
  localStorage.setItem('hearth-look', '{"theme":"light"}')
  window.dispatchEvent(new StorageEvent('storage', { key: 'hearth-look' }))
  expect(page.dataset.theme).toBe('dark')
})
