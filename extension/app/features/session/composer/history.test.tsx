import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { draftKey } from '../../../state/drafts.ts'
import { aState, aTurn } from '../../../testing/build.ts'
import { fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

const show = async () => {
  const settled = ['first', 'second', 'first', 'third'].map((prompt, at) => aTurn({ n: at + 1, prompt }))
  const host = fakeHost({ states: { [SESSION]: aState({ settled }) } })
  const services = showSession(host)
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
  const press = async (key: string) => {
    fireEvent.keyDown(field, { key })
    await Promise.resolve()
    return field.value
  }
  return { field, press, kept: () => services.drafts.read(draftKey(host.id, SESSION)) }
}

describe('arrow up at the start', () => {
  it('goes back through what was sent, each once, and down comes forward to nothing', async () => {
    const { press } = await show()
    await waitFor(() => expect(screen.getAllByText('third').length).toBeGreaterThan(0))
    expect([await press('ArrowUp'), await press('ArrowUp'), await press('ArrowUp')]).toEqual([
      'third',
      'first',
      'second',
    ])
    expect(await press('ArrowUp')).toBe('second')
    expect([await press('ArrowDown'), await press('ArrowDown'), await press('ArrowDown')]).toEqual([
      'first',
      'third',
      '',
    ])
    expect(await press('ArrowDown')).toBe('')
  })

  it('keeps nothing of it until it is changed, which makes it what is typed', async () => {
    const { field, press, kept } = await show()
    await waitFor(() => expect(screen.getAllByText('third').length).toBeGreaterThan(0))
    await press('ArrowUp')
    expect((await kept()).text).toBe('')
    fireEvent.input(field, { target: { value: 'third time' } })
    expect((await kept()).text).toBe('third time')
    field.setSelectionRange(0, 0)
    expect(await press('ArrowUp')).toBe('third time')
  })

  it('leaves what is typed alone', async () => {
    const { field, press } = await show()
    fireEvent.input(field, { target: { value: 'mine' } })
    field.setSelectionRange(0, 0)
    expect(await press('ArrowUp')).toBe('mine')
  })
})
