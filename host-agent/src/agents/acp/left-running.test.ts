import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AgentError } from '../driver.ts'
import { ACP_TASK_LOOK_MS, ACP_TASK_STOP_MS, ACP_TASKS } from '../limits.ts'
import { type PromptContext, text } from '../testing/fake-acp/fake.ts'
import { closeSessions, open } from '../testing/fake-acp/open.ts'
import { run } from '../testing/recorder.ts'
import { Refused } from './connection.ts'
import { LeftRunning, type LeftRunningSpec } from './left-running.ts'
import { QUIRKS } from './quirks/index.ts'
import type { Quirks } from './spec.ts'

afterEach(async () => {
  vi.useRealTimers()
  await closeSessions()
})

/** An agent that tells all of it. */
const TELLS: Quirks = {
  leavesRunning: {
    newsIn: ({ sessionUpdate, ...told }) => {
      const { task, name, call, state } = told as Record<string, string>
      if (sessionUpdate !== 'task' || task === undefined) return null
      if (state !== 'running') return { news: 'ended', task }
      return { news: 'began', task, ...(call && { call }), ...(name && { title: name }) }
    },
    stop: {
      method: 'task/stop',
      paramsOf: (task) => ({ task }),
      isTaken: ({ stopped }) => stopped === true,
    },
  },
}

type Sent = { method: string; params: Record<string, unknown> }

function left(more: Partial<LeftRunningSpec> = {}) {
  const sent: Sent[] = []
  const seen: string[][] = []
  const tasks = new LeftRunning({
    label: 'Fake',
    quirks: TELLS,
    family: null,
    request: async (method, params) => {
      sent.push({ method, params })
      return { stopped: true }
    },
    sessionId: () => 's1',
    changed: () => seen.push(titles()),
    now: () => 7,
    ...more,
  })
  const titles = () => tasks.tasks().map(({ title }) => title)
  return { tasks, sent, seen, titles }
}

const spawned = (task: string, more: object = {}) => ({
  sessionUpdate: 'task',
  state: 'running',
  task,
  name: `name of ${task}`,
  ...more,
})
const state = (task: string, now: string) => ({ sessionUpdate: 'task', task, state: now })

describe('what real agents leave running', () => {
  const FOLDER = new URL('./recordings', import.meta.url).pathname
  /** The list after each line that changed it, and the methods that were sent while something was in it. */
  function replay(agent: string, quirks: Quirks, scenario: string) {
    const { tasks, seen } = left({ quirks })
    const asked: unknown[] = []
    for (const line of readFileSync(join(FOLDER, agent, `${scenario}.jsonl`), 'utf8')
      .trim()
      .split('\n')) {
      const { dir, msg } = JSON.parse(line)
      if (dir === 'in' && msg.method === 'session/update') tasks.hear(msg.params.update)
      if (dir === 'in' && msg.method === 'session/request_permission') tasks.asked(msg.params)
      if (dir === 'out' && msg.method !== undefined) {
        const { sessionId: _, ...params } = msg.params
        if (seen.length > 0) asked.push({ method: msg.method, params, task: tasks.tasks()[0]?.id })
      }
    }
    return { seen, asked }
  }

  it('qwen: is listed with its command line, and ends as it was told to', () => {
    const { seen, asked } = replay('qwen', QUIRKS.qwen, 'background-stop')
    expect(seen).toEqual([['mkdir stopped; sleep 120'], []])
    const [{ method, params, task }] = asked as [{ method: string; params: object; task: string }]
    expect({ method, params }).toEqual({
      method: 'qwen/control/session/task/cancel',
      params: { taskId: task, taskKind: 'shell' },
    })
  })

  it('qwen: ends by itself', () => {
    expect(replay('qwen', QUIRKS.qwen, 'background').seen).toEqual([['mkdir bg; sleep 1; echo later'], []])
  })

  it('gemini: is followed by its process', async () => {
    vi.useFakeTimers()
    const running = new Set([23755])
    const family = { look: () => undefined, runs: (pid: number) => running.has(pid), end: async () => true }
    const { tasks, seen } = left({ quirks: QUIRKS.gemini, family })
    for (const line of readFileSync(join(FOLDER, 'gemini/background.jsonl'), 'utf8').trim().split('\n')) {
      const { msg } = JSON.parse(line)
      if (msg.method === 'session/update') tasks.hear(msg.params.update)
    }
    expect(tasks.tasks()).toEqual([
      { id: 'pid 23755', title: 'mkdir bg; sleep 1; echo later', startedAt: 7, turn: null },
    ])
    await vi.advanceTimersByTimeAsync(3 * ACP_TASK_LOOK_MS)
    expect(seen).toHaveLength(1)
    running.clear()
    await vi.advanceTimersByTimeAsync(ACP_TASK_LOOK_MS)
    expect(seen).toEqual([['mkdir bg; sleep 1; echo later'], []])
  })
})

describe('a command that was left running', () => {
  it('has the name that its agent gives it where its call is not known', () => {
    const { tasks, titles } = left()
    tasks.hear(spawned('a', { call: 'unheard' }))
    tasks.hear({ sessionUpdate: 'task', task: 'b', state: 'running' })
    expect(titles()).toEqual(['name of a', 'a command'])
  })

  it('is in the list once, until any end', () => {
    for (const end of ['completed', 'failed', 'stopped', 'a word of tomorrow']) {
      const { tasks, seen } = left()
      tasks.hear(spawned('a'))
      tasks.hear(spawned('a'))
      tasks.hear(state('a', 'running'))
      tasks.hear(state('b', end))
      tasks.hear(state('a', end))
      tasks.hear(state('a', end))
      expect(seen).toEqual([['name of a'], []])
    }
  })

  it('is none that is not told as it should be', () => {
    const { tasks, seen } = left()
    for (const bad of [null, 7, {}, { sessionUpdate: 'task' }, { sessionUpdate: 7 }]) tasks.hear(bad)
    expect(seen).toEqual([])
  })

  it('gives way to newer ones where there are too many', () => {
    const { tasks, titles } = left()
    for (let n = 0; n <= ACP_TASKS; n++) tasks.hear(spawned(`${n}`))
    expect(titles()).toHaveLength(ACP_TASKS)
    expect(titles()[0]).toBe('name of 1')
  })

  it('is not told where its end could not be seen', () => {
    const family = { look: () => undefined, runs: () => false, end: async () => false }
    for (const spec of [{ family }, { family: null }]) {
      const { tasks, seen } = left({ quirks: QUIRKS.gemini, ...spec })
      const content = [
        { type: 'content', content: { type: 'text', text: 'Command moved to background (PID: 5).' } },
      ]
      const call = { toolCallId: 'c', kind: 'execute', status: 'completed', title: 'x', content }
      tasks.hear({ sessionUpdate: 'tool_call_update', ...call })
      expect(seen).toEqual([])
    }
  })
})

describe('to end one', () => {
  it('resolves when the agent says that it has ended', async () => {
    const { tasks, sent } = left()
    tasks.hear(spawned('a'))
    let isDone = false
    const done = tasks.stop('a').then(() => {
      isDone = true
    })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    expect([sent[0]?.method, sent[0]?.params]).toEqual(['task/stop', { sessionId: 's1', task: 'a' }])
    expect([isDone, tasks.has('a')]).toEqual([false, true])
    tasks.hear(state('a', 'stopped'))
    await done
    expect(tasks.tasks()).toEqual([])
  })

  it('fails for one that is not there', async () => {
    await expect(left().tasks.stop('a')).rejects.toMatchObject({ code: 'agent.unsupported' })
  })

  it('fails where the agent won’t or can’t, or takes it on and does not do it', async () => {
    vi.useFakeTimers()
    const gone = new AgentError('agent.exited', 'It ended.')
    const answers: [() => Promise<unknown>, object][] = [
      [async () => ({ stopped: false }), { code: 'agent.failed', message: 'Fake did not end it.' }],
      [async () => 'nonsense', { code: 'agent.failed', message: 'Fake did not end it.' }],
      [
        () => Promise.reject(new Refused(-32603, 'no')),
        { code: 'agent.failed', message: /^Fake did not end it: no/ },
      ],
      [() => Promise.reject(gone), gone],
      [async () => ({ stopped: true }), { message: 'Fake was asked to end it, and it still runs.' }],
    ]
    for (const [request, { message, ...rest }] of answers as [
      () => Promise<unknown>,
      { message: string },
    ][]) {
      const { tasks, titles } = left({ request })
      tasks.hear(spawned('a'))
      const failed = tasks.stop('a').catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(ACP_TASK_STOP_MS)
      expect(await failed).toMatchObject({ ...rest, message: expect.stringMatching(message) })
      expect(titles()).toEqual(['name of a'])
    }
  })

  it('is well where it ended by itself meanwhile', async () => {
    const { tasks, seen } = left({
      request: async () => {
        tasks.hear(state('a', 'completed'))
        return { stopped: false }
      },
    })
    tasks.hear(spawned('a'))
    await tasks.stop('a')
    expect(seen).toEqual([['name of a'], []])
  })
})

describe('a session', () => {
  it('tells what its agent left running between turns and over them, until it ends', async () => {
    const contexts: PromptContext[] = []
    const { session, fake } = await open(
      {
        prompt: async (context) => {
          contexts.push(context)
          await context.update(text('x'))
          return { stopReason: 'end_turn' }
        },
        on: {
          'task/stop': async ({ task }, context) => {
            await context.update(state(String(task), 'stopped'))
            return { stopped: true }
          },
        },
      },
      { quirks: TELLS },
    )
    await run(session, 'first')
    const listed = () => session.view.tasks.map(({ id }) => id)
    await contexts[0]?.update(spawned('a'))
    await contexts[0]?.update(spawned('b'))
    await vi.waitFor(() => expect(listed()).toEqual(['a', 'b']))
    const sink = await run(session, 'second')
    expect(sink.drafts.map(({ type }) => type)).toEqual(['text'])
    await session.stopTask('a')
    expect(listed()).toEqual(['b'])
    await expect(session.stopTask('a')).rejects.toMatchObject({ code: 'agent.unsupported' })
    fake.die()
    await session.ended
    expect(listed()).toEqual([])
  })

  it('does not take for running what a conversation tells that is taken up again', async () => {
    const { session } = await open(
      {
        on: {
          'session/load': async (_, context) => {
            await context.update({
              sessionUpdate: 'user_message_chunk',
              content: { type: 'text', text: 'x' },
            })
            await context.update(spawned('old'))
            return {}
          },
        },
      },
      { quirks: TELLS, resume: 'fake-1' },
    )
    expect([session.memory, session.view.tasks]).toEqual(['resumed', []])
  })
})
