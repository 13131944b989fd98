import { SESSION_LIMITS } from '@hearth/shared/session'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ACP_TASK_LOOK_MS } from '../limits.ts'
import type { Command } from '../process/family.ts'
import { type PromptContext, text } from '../testing/fake-acp/fake.ts'
import { closeSessions, open } from '../testing/fake-acp/open.ts'
import { run } from '../testing/recorder.ts'
import { LeftRunning } from './left-running.ts'
import type { Channel } from './process.ts'
import { QUIRKS } from './quirks/index.ts'
import { NO_QUIRKS, type Quirks } from './spec.ts'

afterEach(closeSessions)

/** An agent whose commands are what is in `running`. */
function fakeFamily() {
  const running: Command[] = []
  const calls: unknown[] = []
  const begins = (line: string, pid = 100 + running.length, started = 'boot:1') =>
    running.push({ pid, started, line })
  const ends = (pid: number) => running.splice(0, running.length, ...running.filter((own) => own.pid !== pid))
  let isDeaf = false
  const family: NonNullable<Channel['family']> = {
    settle: () => calls.push('settle'),
    commands: () => [...running],
    end: async (pid, started) => {
      calls.push({ pid, started })
      if (!isDeaf) ends(pid)
      return !isDeaf
    },
  }
  return {
    family,
    running,
    calls,
    begins,
    ends,
    deafen: () => {
      isDeaf = true
    },
  }
}

function left(quirks: Quirks = NO_QUIRKS) {
  const fake = fakeFamily()
  const seen: string[][] = []
  const waits: (() => void)[] = []
  let time = 1
  const tasks = new LeftRunning({
    quirks,
    family: fake.family,
    changed: () => seen.push(titles()),
    now: () => time,
    after: (ms, then) => {
      expect(ms).toBe(ACP_TASK_LOOK_MS)
      waits.push(then)
      return () => undefined
    },
  })
  const titles = () => tasks.tasks().map(({ title }) => title)
  const second = () => {
    time += 1
    for (const then of waits.splice(0)) then()
  }
  return { tasks, seen, titles, second, waits, ...fake }
}

const call = (toolCallId: string, command: string, status = 'in_progress') => ({
  sessionUpdate: 'tool_call',
  toolCallId,
  title: 'x',
  kind: 'execute',
  status,
  rawInput: { command },
})

describe('a command of an agent', () => {
  it('is in the list from the end of its turn until it has ended', () => {
    const { tasks, seen, second, begins, ends, waits } = left()
    tasks.turnBegins()
    begins('bash -c npm run dev')
    expect(seen).toEqual([])
    tasks.turnEnds()
    second()
    tasks.turnBegins()
    second()
    tasks.turnEnds()
    expect([seen, waits.length]).toEqual([[['bash -c npm run dev']], 1])
    ends(100)
    second()
    expect([seen, waits]).toEqual([[['bash -c npm run dev'], []], []])
  })

  it('is none that runs for an open turn, also while others are in the list', () => {
    const { tasks, titles, second, begins, ends } = left()
    tasks.turnBegins()
    begins('one', 1)
    tasks.turnEnds()
    tasks.turnBegins()
    begins('two', 2)
    second()
    expect(titles()).toEqual(['one'])
    ends(2)
    tasks.turnEnds()
    expect(titles()).toEqual(['one'])
  })

  it('is in the list before its turn ends where its call is over, and has run on for a while', () => {
    const { tasks, titles, second, begins, waits } = left()
    tasks.turnBegins()
    begins('bash -c a; b')
    begins('bash -c c')
    tasks.hear(call('1', 'a; b'))
    tasks.hear(call('2', 'c'))
    expect(waits).toEqual([])
    tasks.hear({ sessionUpdate: 'tool_call_update', toolCallId: '1', status: 'completed' })
    expect(titles()).toEqual([])
    second()
    expect(titles()).toEqual(['a; b'])
  })

  it('has the name and the beginning of the call that told it, also by a request only', () => {
    const { tasks, titles, second, begins } = left(QUIRKS.gemini)
    tasks.turnBegins()
    tasks.asked({ toolCall: { toolCallId: '1', title: 'a; b', kind: 'execute' }, options: [] })
    second()
    begins('/bin/bash -lc a; b')
    begins('other')
    tasks.turnEnds()
    expect(titles()).toEqual(['a; b', 'other'])
    expect(tasks.tasks().map(({ startedAt, turn }) => [startedAt, turn])).toEqual([
      [1, null],
      [2, null],
    ])
  })

  it('is another one where its number began anew', () => {
    const { tasks, begins, ends, second } = left()
    tasks.turnBegins()
    begins('a', 7, 'boot:1')
    tasks.turnEnds()
    const [before] = tasks.tasks()
    ends(7)
    begins('a', 7, 'boot:2')
    second()
    const [after] = tasks.tasks()
    expect(after?.title).toBe('a')
    expect(after?.id).not.toBe(before?.id)
  })

  it('is shown whole as far as there is room, and with nothing hidden in it', () => {
    const max = SESSION_LIMITS.choiceText.value
    for (const [line, title] of [
      ['a \u202ecod\u001b[2J\u200b\nrm', 'a \\u{202e}cod\\u{1b}[2J\\u{200b}\\u{a}rm'],
      ['', 'a command'],
      ['x'.repeat(max + 1), 'x'.repeat(max)],
      [`${'x'.repeat(max - 1)}😀`, 'x'.repeat(max - 1)],
    ] as const) {
      const { tasks, titles, begins } = left()
      tasks.turnBegins()
      begins(line)
      tasks.turnEnds()
      expect(titles()).toEqual([title])
    }
  })

  it('is none any more when its agent has ended', () => {
    const { tasks, seen, second, begins } = left()
    tasks.turnBegins()
    begins('a')
    tasks.turnEnds()
    tasks.clear()
    second()
    expect(seen).toEqual([['a'], []])
  })

  it('is none before the first turn; what there is then is the agent’s own', () => {
    const { tasks, seen, calls, begins } = left()
    begins('server')
    tasks.hear(call('1', 'server', 'completed'))
    tasks.turnEnds()
    expect([seen, calls]).toEqual([[], []])
    tasks.turnBegins()
    tasks.turnEnds()
    tasks.turnBegins()
    expect(calls).toEqual(['settle'])
  })

  it('is none of an agent that is no process, nor in what can’t be read', () => {
    const changed = vi.fn()
    const tasks = new LeftRunning({ quirks: NO_QUIRKS, family: null, changed })
    tasks.turnBegins()
    for (const odd of [null, 7, {}, { sessionUpdate: 7 }, call('1', 'a', 'completed')]) tasks.hear(odd)
    tasks.asked(null)
    tasks.turnEnds()
    tasks.clear()
    expect(changed).not.toHaveBeenCalled()
  })
})

describe('to end one', () => {
  it('ends that process, as it was when it was seen, and tells it', async () => {
    const { tasks, titles, begins, calls } = left()
    tasks.turnBegins()
    begins('a', 7, 'boot: 1')
    begins('b', 8, 'boot: 2')
    tasks.turnEnds()
    await tasks.stop(tasks.tasks()[1]?.id ?? '')
    expect([titles(), calls.at(-1)]).toEqual([['a'], { pid: 8, started: 'boot: 2' }])
  })

  it('fails for one that is not there, and for one that goes on', async () => {
    const { tasks, titles, begins, deafen } = left()
    await expect(tasks.stop('a')).rejects.toMatchObject({ code: 'agent.unsupported' })
    tasks.turnBegins()
    begins('a')
    tasks.turnEnds()
    deafen()
    await expect(tasks.stop(tasks.tasks()[0]?.id ?? '')).rejects.toMatchObject({ code: 'agent.failed' })
    expect(titles()).toEqual(['a'])
  })
})

describe('a session', () => {
  it('tells what its agent left running when the turn has settled, and ends it', async () => {
    const fake = fakeFamily()
    const contexts: PromptContext[] = []
    const { session, fake: agent } = await open(
      {
        prompt: async (context) => {
          contexts.push(context)
          fake.begins(`command ${contexts.length}`)
          await context.update(text('x'))
          return { stopReason: 'end_turn' }
        },
      },
      { family: fake.family },
    )
    const listed = () => session.view.tasks.map(({ title }) => title)
    await run(session, 'first')
    expect(listed()).toEqual(['command 1'])
    await run(session, 'second')
    expect(listed()).toEqual(['command 1', 'command 2'])
    const id = session.view.tasks[0]?.id ?? ''
    await session.stopTask(id)
    expect(listed()).toEqual(['command 2'])
    await expect(session.stopTask(id)).rejects.toMatchObject({ code: 'agent.unsupported' })
    agent.die()
    await session.ended
    expect(listed()).toEqual([])
  })
})
