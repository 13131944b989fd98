import type { HearthError } from '@hearth/shared/protocol'
import { expect, it } from 'vitest'
import { contactFor, readContact } from './contact.ts'

it.each([
  'mailto:alice@garden.org',
  'mailto:alice+hearth@mail.garden.org',
  'https://garden.org',
  'https://box.tail1234.ts.net/hearth?about=push',
])('takes %s as whom to ask', (contact) => {
  expect(readContact(` ${contact}\n`)).toBe(contact)
})

it.each([
  '',
  'alice@garden.org',
  'mailto:hearth@localhost',
  'mailto:alice@box.local',
  'mailto:alice@garden.invalid',
  'mailto:alice',
  'mailto:alice@garden.org,bob@garden.org',
  'mailto:alice@garden.org?cc=bob@garden.org',
  'http://garden.org',
  'https://localhost:4870',
  'https://127.0.0.1',
  'https://[::1]',
  'https://box',
  'https://alice:secret@garden.org',
  'javascript:alert(1)',
  `mailto:${'a'.repeat(300)}@garden.org`,
])('refuses %j, which push services do not take or nobody could use', (contact) => {
  expect(() => readContact(contact)).toThrow(
    expect.objectContaining({ code: 'input.invalid' }) as unknown as HearthError,
  )
})

it('is what the owner said, else the relay’s https name, else nobody', () => {
  expect(contactFor('https://relay.garden.org', 'mailto:alice@garden.org')).toBe('mailto:alice@garden.org')
  expect(contactFor('https://relay.garden.org', null)).toBe('https://relay.garden.org')
  expect(contactFor('http://127.0.0.1:4870', null)).toBe('mailto:hearth@localhost')
})
