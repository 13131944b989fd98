import { type EventBody, reduce, type SessionEvent, type SessionState } from '@hearth/shared/session'
import { createEffect, createRoot, createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { aMessage, aState, aTool, aTurn } from '../../../testing/build.ts'
import { createModel } from './model.ts'

const current = aTurn({
  n: 2,
  state: 'running',
  settledAt: null,
  blocks: [aTool({ n: 0 }), aTool({ n: 1 })],
  open: [aTool({ n: 2, kind: 'execute', status: 'in_progress' }), aMessage('begins', 3)],
})

/** How often each part of the model was told anew by an event. */
const runsOf = async (event: EventBody): Promise<Record<string, number>> => {
  const runs: Record<string, number> = {}
  return createRoot(async (dispose) => {
    const [state, setState] = createSignal<SessionState | null>(aState({ current }))
    const model = createModel(state, () => [])
    const watch = (name: string, read: () => unknown): void => {
      runs[name] = -1
      createEffect(() => {
        read()
        runs[name] = (runs[name] ?? 0) + 1
      })
    }
    watch('rows', model.rows)
    watch('waiting', model.waiting)
    watch('current', model.current)
    watch('queue', model.queue)
    watch('settled', model.settled)
    watch('settled turn', () => model.turn(1))
    watch('closed block', () => model.block(2, 0))
    watch('run', () => model.run(2, 0))
    await Promise.resolve()
    const before = state()
    setState(reduce(before, { ...event, seq: (before?.seq ?? 0) + 1 } as SessionEvent))
    expect(model.block(2, 3)).toMatchObject({ text: 'begins to end' })
    dispose()
    return runs
  })
}

describe('a session cut into parts', () => {
  it('tells nobody of a delta but those who read its block', async () => {
    const delta: EventBody = { type: 'text', turn: 2, block: 3, kind: 'message', text: ' to end' }
    const parts = ['rows', 'waiting', 'current', 'queue', 'settled', 'settled turn', 'closed block', 'run']
    const none = Object.fromEntries(parts.map((part) => [part, 0]))
    expect(await runsOf(delta)).toEqual(none)
  })
})
