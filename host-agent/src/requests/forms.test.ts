import { HearthError } from '@hearth/shared/protocol'
import type { FormField, FormValues } from '@hearth/shared/session'
import { expect, it } from 'vitest'
import { checkValues } from './forms.ts'

const named = { name: 'x', label: 'X', description: null, required: true, initial: null }
const number = (more: { integer?: boolean; min?: number; max?: number } = {}): FormField => ({
  ...named,
  type: 'number',
  integer: false,
  min: null,
  max: null,
  ...more,
})
type Format = 'email' | 'uri' | 'date' | 'date-time'
const text = (format: Format | null, minLength: number | null = null): FormField => ({
  ...named,
  type: 'text',
  format,
  minLength,
  maxLength: null,
})
const takes = (field: FormField, value: FormValues[string]): boolean => {
  try {
    checkValues([field], { x: value })
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(HearthError)
    return false
  }
}

it.each<[FormField, FormValues[string], boolean]>([
  [number(), 1.5, true],
  [number(), '1', false],
  [number({ min: 0 }), '1', false],
  [number({ integer: true }), 1.5, false],
  [number({ integer: true }), 1, true],
  [number({ min: 2 }), 1, false],
  [number({ min: 2 }), 2, true],
  [number(), -1, true],
  [number({ max: 2 }), 3, false],
  [text(null), '', true],
  [text(null), 1, false],
  [text(null, 1), '', false],
  [text('date'), '2027-01-31', true],
  [text('date'), '2027-01-99', false],
  [text('date'), '31 January 2027', false],
  [text('date-time'), '2027-01-31T10:00:00Z', true],
  [text('date-time'), '2027-01-31T99:00:00Z', false],
  [text('date-time'), '31 January 2027 10:00', false],
  [text('email'), 'alice@x.test', true],
  [text('email'), 'alice', false],
  [text('uri'), 'https://x.test', true],
  [text('uri'), 'x test', false],
])('%j takes %j: %s', (field, value, expected) => expect(takes(field, value)).toBe(expected))
